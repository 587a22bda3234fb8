// The browser's own way to install: a button where the browser offers it, and no invitation where it is done already.

const invitations = document.querySelectorAll("[data-install]");
let offer = null;

function offered(event) {
  event.preventDefault(); // the page asks in its own quiet way
  offer = event;
  for (const button of document.querySelectorAll("[data-install] button[data-offer]")) button.hidden = false;
}

async function take(button) {
  await offer.prompt();
  offer = null; // a browser asks once for each offer
  button.hidden = true;
}

function installed() {
  for (const invitation of invitations) invitation.hidden = true;
}

addEventListener("beforeinstallprompt", offered);
addEventListener("appinstalled", installed);
for (const button of document.querySelectorAll("[data-install] button[data-offer]")) {
  button.addEventListener("click", () => take(button));
}
if (navigator.standalone) installed(); // iOS; the others say it to the style sheet
