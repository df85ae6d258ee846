/**
 * The worker as text, so that a page's bundler needs to know nothing of workers. `web/build/library.ts` puts the bundled
 * worker here; as it stands in the sources there is none.
 */
export const workerSource: string = "";

/** The folder of onnxruntime's files on a site: the build puts the version here that this worker goes with. */
export const runtimeFolder: string = "";
