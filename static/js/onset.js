// When a cramp began, by the phone's own clock and zone. Loaded by the form for an earlier cramp only.

const form = document.querySelector("form[data-onset]");
const { ago, date, time, time_zone: zone, tapped_at: tapped } = form.elements;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Write an instant into the date and the time, as the phone's clock shows it. */
function show(instant) {
  const local = new Date(instant - instant.getTimezoneOffset() * 60000).toISOString();
  date.value = local.slice(0, 10);
  time.value = local.slice(11, 16);
}

/** A phone that has travelled further than its diary knows: the suggestion follows the phone. */
function follow() {
  zone.value = here;
  document.querySelector("[data-zone-name]").textContent = here;
  show(new Date());
}

/** "5 min ago" counts from the tap, not from the moment when the whole form is saved. */
function tap(minutes) {
  const now = new Date();
  tapped.value = now.toISOString();
  if (zone.value === here) show(new Date(now - minutes * 60000));
}

form.addEventListener("change", (event) => {
  if (event.target.name === "ago" && event.target.value !== "given") tap(Number(event.target.value));
});

for (const input of [date, time]) {
  input.addEventListener("input", () => { ago.value = "given"; });
}

const known = Array.from(zone.options).some((option) => option.value === here);
const isNew = form.dataset.onset === "new";
if (isNew && known && zone.value !== here && "zoneAutomatic" in document.documentElement.dataset) follow();
