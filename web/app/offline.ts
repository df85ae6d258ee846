/** Makes the next visit possible without a network. */

/** Installs the service worker, where the browser has them for this address; without one the page works all the same. */
export async function installOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !globalThis.isSecureContext) return;
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
  } catch (error) {
    // A browser set to keep nothing, or a host that sends another type for it.
    console.info(`Kiln: this page will not work offline: ${error instanceof Error ? error.message : String(error)}`);
  }
}
