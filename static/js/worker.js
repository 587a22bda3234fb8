// The service worker, served as /sw.js behind the line `const SHELL = {…}` (diary/pages/offline/shell.py).
// It keeps public pages and files for a time without a network. It never keeps what a signed-in person is shown: pages
// come from the list only, fetched without cookies. With an empty list it throws everything away and goes.

const CACHE = `shell-${SHELL.version}`;
const PATIENCE = 5000; // milliseconds
const FILES = new Set(SHELL.files);
const UNREACHABLE = [502, 503, 504];
// Links of strangers, downloads, and what programs ask for.
const LEFT_ALONE = /^\/(s|api|static|transfer\/export)\/|\.\w+$/;

// --- A new version

/** Keep everything, or nothing: a version that could not be fetched whole leaves the former one in its place. */
async function keep() {
  const cache = await caches.open(CACHE);
  for (const url of [...SHELL.files, ...SHELL.pages]) {
    // No language: a page for everybody does not guess a country.
    const answer = await fetch(url, { credentials: "omit", headers: { "Accept-Language": "*" } });
    if (!answer.ok || answer.redirected) throw new Error(`${url} answered ${answer.status}`);
    await cache.put(url, answer);
  }
}

/** No page depends on the version that was there before: the new one takes over at once. */
async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== CACHE) await caches.delete(name);
  }
  if (!SHELL.pages.length) {
    await registration.unregister();
    return;
  }
  await registration.navigationPreload?.enable();
  await clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil((SHELL.pages.length ? keep() : Promise.resolve()).then(() => skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// --- What is asked for

const kept = (address) => caches.match(address, { cacheName: CACHE, ignoreVary: true }).catch(() => undefined);

/** A file's name changes with its content: what is kept is right. */
const file = async (request) => (await kept(request.url)) ?? fetch(request);

const network = async (event) => (await event.preloadResponse) ?? fetch(event.request);

/** Who asks for the same page again waits as long as the network needs. */
const isAgain = ({ cache, referrer, url }) => referrer === url || cache === "reload" || cache === "no-cache";

const afterPatience = () => new Promise((_, reject) => { setTimeout(reject, PATIENCE, new Error("No answer in time")); });

async function page(event, url) {
  const coming = network(event);
  try {
    const answer = await (isAgain(event.request) ? coming : Promise.race([coming, afterPatience()]));
    if (!UNREACHABLE.includes(answer.status)) return answer;
  } catch { /* then what is kept */ }
  return (await instead(url)) ?? coming;
}

/** What is kept for an address: the page itself, the card of the muscle that was tapped, or the page that says why. */
async function instead(url) {
  const place = url.pathname === SHELL.first_aid && url.searchParams.get("place");
  const card = place && SHELL.cards[place.split(":")[0]];
  if (card) return Response.redirect(card);
  const found = await kept(SHELL.pages.includes(url.pathname) ? url.pathname : SHELL.offline);
  return found && atThisHour(found);
}

/** One page was kept for day and night: at night it is dark before its first paint. */
async function atThisHour(found) {
  const hour = new Date().getHours();
  if (hour >= SHELL.night_ends && hour < SHELL.night_begins) return found;
  const markup = (await found.text())
    .replace('data-theme="system"', 'data-theme="night"')
    .replace('name="color-scheme" content="light dark"', 'name="color-scheme" content="dark"')
    .replace(/(name="theme-color" content=")#\w+" media="[^"]*"/g, '$1#000000"');
  const headers = new Headers(found.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // they were those of the line
  return new Response(markup, { headers });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.has(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && !LEFT_ALONE.test(url.pathname)) event.respondWith(page(event, url));
});
