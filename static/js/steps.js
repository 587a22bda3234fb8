// A relief card, one step at a time: Back and Next, the seconds of a hold, reading aloud. Loaded by the cards only.

const views = document.querySelector("[data-steps]");
const steps = Array.from(views.querySelectorAll("[data-step]"));
const [back, next] = document.querySelectorAll("[data-turn]");
const aloud = document.querySelector("[data-aloud]");
const status = document.getElementById("status");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const KEY = "read-aloud"; // holds "on" or nothing
const at = () => Math.round(views.scrollLeft / views.clientWidth);
let here = at();
let goal = null; // the step that a button is on its way to
let settled = 0;
let held = null; // the hold that runs: its box, when it ends, its next tick

const words = (name) => steps[here].querySelector(`[data-${name}]`).textContent.trim();

// --- One step at a time

function turnTo(step) {
  if (step === here) return;
  stop();
  here = step;
  label();
  status.textContent = `${words("number")}. ${words("words")}`;
  read(words("words"));
}

function label() {
  back.setAttribute("aria-disabled", here === 0);
  next.textContent = here === steps.length - 1 ? "Start again" : "Next";
}

function turnBy(many) {
  const step = (here + many + steps.length) % steps.length;
  if (many < 0 && here === 0) return;
  goal = step;
  turnTo(step);
  views.scrollTo({ left: step * views.clientWidth, behavior: still ? "auto" : "smooth" });
}

/** A swipe or an arrow key turns too: what counts is where it comes to rest, not what it passes. */
function rest() {
  const isBetween = Math.abs(views.scrollLeft - at() * views.clientWidth) > 2;
  if (isBetween || (goal !== null && goal !== at())) return;
  goal = null;
  turnTo(at());
}

function scrolled() {
  clearTimeout(settled);
  settled = setTimeout(rest, 200);
}

// --- Hold

const hold = (box) => `Hold ${box.dataset.hold} seconds`;

function show(box, { running = false, label: name, said = "" }) {
  const [seconds, text] = box.querySelectorAll("button span");
  seconds.hidden = !running;
  text.textContent = name;
  box.querySelector("p").hidden = !said;
  box.querySelector("p").textContent = said;
}

function start(box) {
  stop();
  const seconds = Number(box.dataset.hold);
  held = { box, until: Date.now() + seconds * 1000, said: seconds };
  show(box, { running: true, label: "Stop" });
  status.textContent = hold(box);
  tick();
}

/** The eyes get every second, who wants no motion and who listens every ten. */
function tick() {
  const left = Math.ceil((held.until - Date.now()) / 1000);
  if (left <= 0) {
    finish();
    return;
  }
  const tens = Math.ceil(left / 10) * 10;
  held.box.querySelector("button span").textContent = still ? tens : left;
  if (tens < held.said && left === tens) {
    held.said = tens;
    status.textContent = `${tens} seconds left`;
  }
  held.tick = setTimeout(tick, (held.until - Date.now()) % 1000 || 1000);
}

function finish() {
  const { box } = held;
  const said = `That was ${box.dataset.hold} seconds. Let go slowly, or hold again.`;
  held = null;
  show(box, { label: "Hold again", said });
  status.textContent = said;
  read(said);
  navigator.vibrate?.([200, 100, 200]);
}

function stop() {
  if (!held) return;
  clearTimeout(held.tick);
  show(held.box, { label: hold(held.box) });
  held = null;
}

// --- Reading aloud: off until it is asked for; the browser's own voice, and of these one that needs no network

const isOn = () => aloud.getAttribute("aria-pressed") === "true";
const hush = () => window.speechSynthesis?.cancel();

function read(text) {
  if (!isOn()) return;
  hush();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = document.documentElement.lang;
  said.voice = speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.startsWith("en")) ?? null;
  said.onerror = ({ error }) => { // some browsers stay silent until the first tap
    if (error === "not-allowed") addEventListener("pointerdown", () => read(text), { once: true });
  };
  speechSynthesis.speak(said);
}

function switchAloud(on) {
  aloud.setAttribute("aria-pressed", on);
  if (on) read(words("words"));
  else hush();
}

function remembered(on) {
  try { // a browser may keep nothing
    if (on === undefined) return localStorage.getItem(KEY) === "on";
    if (on) localStorage.setItem(KEY, "on");
    else localStorage.removeItem(KEY);
  } catch { /* then it is for this page only */ }
  return false;
}

for (const button of [back, next]) {
  button.hidden = false;
  button.addEventListener("click", () => turnBy(Number(button.dataset.turn)));
}
for (const hand of ["pointerdown", "wheel", "keydown"]) views.addEventListener(hand, () => { goal = null; }, { passive: true });
if ("onscrollend" in window) views.addEventListener("scrollend", rest);
else views.addEventListener("scroll", scrolled);
for (const box of views.querySelectorAll("[data-hold]")) {
  const button = box.querySelector("button");
  button.hidden = false;
  show(box, { label: hold(box) });
  button.addEventListener("click", () => (held?.box === box ? stop() : start(box)));
}
if (window.speechSynthesis) {
  aloud.hidden = false;
  aloud.addEventListener("click", () => {
    switchAloud(!isOn());
    remembered(isOn());
  });
  if (remembered()) switchAloud(true);
}
document.addEventListener("visibilitychange", () => { if (document.hidden) hush(); });
addEventListener("pagehide", hush);
addEventListener("hashchange", () => { stop(); hush(); }); // "Yes" to a question above the steps
label();
