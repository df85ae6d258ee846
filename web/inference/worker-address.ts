/** Where the built files of workers are: the build wrote it into the page. */
import { FailedError } from "../../core/errors.js";

/** The `<meta>` element that holds them: JSON, the file of each worker by its source. */
const WORKERS = "kiln-workers";

/**
 * The address of a worker that a view starts. The build puts it in the place of the `new URL("./worker.js",
 * import.meta.url)` that the view's code says.
 *
 * @throws FailedError when the page was built without it.
 */
export function workerAddress(source: string): URL {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${WORKERS}"]`)?.content ?? "{}";
  const file = (JSON.parse(content) as Record<string, string>)[source];
  if (file === undefined) throw new FailedError(`this page has no worker "${source}"`);
  return new URL(file, document.baseURI);
}
