// Lets this browser keep first aid for a time without a network. Nothing on a page waits for it.

const { worker } = document.documentElement.dataset;

/** Whether it succeeds is nobody's concern: without it the site is the site. */
const register = () => navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {});

if (worker && navigator.serviceWorker) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
