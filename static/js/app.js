// Behaviour of every page, one function each. One file, because each further one costs a request on the first visit.
// Nothing here is needed to use the diary: it fills in what the phone knows and says what the network did.

const root = document.documentElement;

/** The phone's time zone goes into hidden fields, and to the settings, unless the person has chosen another. */
function zone() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isStranger = !("zone" in root.dataset);
  if (!here || !(isStranger || "zoneAutomatic" in root.dataset)) return;
  for (const input of document.querySelectorAll("input[name=time_zone]:not([data-keep])")) input.value = here;
  if (!isStranger && root.dataset.zone !== here) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"));
    fetch("/settings/time-zone/", { method: "POST", headers: token, body: new URLSearchParams({ time_zone: here }) })
      .then((answer) => { if (answer.ok) root.dataset.zone = here; })
      .catch(() => {}); // the next page tries again
  }
}

/** A new visit to a form writes a new row; a second tap on the same visit, or a second try, does not. */
function freshIds(place) {
  for (const input of place.querySelectorAll("input[data-fresh-id]")) input.value = newId();
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http in a home network has no randomUUID
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The instant of the tap, not of the arrival, is when it happened. */
function moment(form) {
  for (const input of form.querySelectorAll("input[data-now]")) input.value = new Date().toISOString();
}

/** A sent form looks busy for a while, but can always be sent again. */
function busy(form) {
  form.dataset.busy = "true";
  form.dataset.sent = "true";
  setTimeout(() => ready(form), 10000);
}

function ready(form) {
  delete form.dataset.busy;
}

/** What stays at the lower edge takes its room from the page, however large its words are. */
function edges() {
  for (const [name, bar] of [["--dock", document.querySelector(".dock")], ["--bar", document.querySelector(".save-bar, .now-actions")]]) {
    const room = () => (getComputedStyle(bar).position === "fixed" ? bar.offsetHeight : 0);
    if (bar) new ResizeObserver(() => root.style.setProperty(name, `${room()}px`)).observe(bar);
  }
}

/** Say something once to a screen reader. */
function announce(text) {
  const status = document.getElementById("status");
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 100);
}

/** What the server has just done stands in the notices; it is also said. */
function announceNotices() {
  const said = Array.from(document.querySelectorAll("#notices p"), (line) => line.textContent.trim());
  if (said.length) announce(said.join(" "));
}

/** Something went wrong on the way: say that nothing is lost, where it is seen and heard. */
function trouble(text) {
  const line = document.createElement("p");
  line.textContent = text;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.tone = "trouble";
  notice.append(line);
  document.getElementById("notices").replaceChildren(notice);
  announce(text);
}

/** After a swap the focus is never lost: the first error, or the heading of what is new. */
function keepFocus(swapped) {
  if (!swapped?.isConnected) return;
  const wrong = swapped.querySelector(".error-summary, [aria-invalid=true]");
  if (!wrong && document.activeElement !== document.body) return;
  const goal = wrong ?? swapped.querySelector("h1, h2, h3") ?? swapped;
  if (!goal.matches("a, button, input, select, textarea")) goal.tabIndex = -1;
  goal.focus();
}

/** An answered question of a check-in hands the focus on to what stands after it; return whether it did. */
function goesOn(answered) {
  if (!("advance" in answered.dataset) || answered.querySelector(".errors")) return false;
  answered.nextElementSibling.querySelector("h2, h3").focus();
  answered.nextElementSibling.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("submit", (event) => {
  moment(event.target);
  busy(event.target);
}, true);

addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // brought back by the browser exactly as it was left
  if (navigator.onLine && document.querySelector("form[data-sent] input[data-fresh-id]")) {
    location.reload(); // saved already: what it says must not become a second row
    return;
  }
  for (const form of document.forms) ready(form);
  zone();
});

const unanswered = "No answer came. It may have been saved; trying again does no harm.";
const unsent = "This was not sent. Nothing is lost: what you wrote is still here. Please try again.";
document.addEventListener("htmx:sendError", () => trouble(unsent));
document.addEventListener("htmx:timeout", () => trouble(unanswered));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 422) {
    trouble("This could not be saved. What you wrote is still here. Please try again in a moment.");
  }
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) { // a form with its errors
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) ready(form);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "notices") return;
  zone();
  freshIds(event.target);
  if (!goesOn(event.target)) keepFocus(event.target);
});
document.addEventListener("htmx:oobAfterSwap", announceNotices);

/** A button that prints needs a browser that can: without this script there is none. */
function printButtons() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

edges();
zone();
freshIds(document);
printButtons();
announceNotices();
