// The running clock of a cramp: [data-since] holds the instant of its onset. Loaded by Now only.

const clock = document.querySelector("[data-since]");
const status = document.getElementById("status");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const secondsPassed = () => Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 1000));

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (still) return `${minutes} min`;
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** Seconds are for the eyes; once a minute it is also said. */
function tick(minuteSaid) {
  const seconds = secondsPassed();
  const minute = Math.floor(seconds / 60);
  const shown = words(seconds);
  if (clock.textContent !== shown) clock.textContent = shown;
  if (minute > minuteSaid) status.textContent = minute === 1 ? "1 minute" : `${minute} minutes`;
  for (const later of document.querySelectorAll("[data-after-minutes][hidden]")) {
    if (minute >= Number(later.dataset.afterMinutes)) {
      later.hidden = false;
      status.textContent = later.textContent.trim();
    }
  }
  setTimeout(tick, 1000 - (Date.now() % 1000), minute);
}

if (clock) tick(Math.floor(secondsPassed() / 60));
