/** Keeps native libraries from writing into a person's terminal while they load. */
import { closeSync, openSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const STANDARD_ERROR = 2;

/**
 * Runs `load` with the standard error of the whole process led away, and brings it back. TensorFlow 2.21 writes two lines
 * about oneDNN there before it looks at any setting, in the middle of whatever progress is shown. `load` is synchronous,
 * so that nothing of ours can be lost meanwhile.
 *
 * Node cannot duplicate a file descriptor, but Linux can open one again by its name in /proc. Elsewhere, in a worker
 * thread, where the standard error is a socket, and with KILN_DEBUG set, `load` simply runs.
 */
export function withoutNativeChatter<Value>(load: () => Value): Value {
  const kept = openAgain(STANDARD_ERROR);
  if (kept === null) return load();
  redirect(STANDARD_ERROR, "/dev/null");
  try {
    return load();
  } finally {
    redirect(STANDARD_ERROR, `/proc/self/fd/${kept}`);
    closeSync(kept);
  }
}

/** Another descriptor of the same file, pipe or terminal; null where there can be none. */
function openAgain(descriptor: number): number | null {
  if (process.platform !== "linux" || !isMainThread || (process.env.KILN_DEBUG ?? "") !== "") return null;
  try {
    return openSync(`/proc/self/fd/${descriptor}`, "a");
  } catch (error) {
    // A socket (ENXIO), a closed descriptor (ENOENT), no /proc: then the two lines stay.
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

/** A new file takes the lowest free descriptor: the one that was just closed, since 0 and 1 are open. */
function redirect(descriptor: number, path: string): void {
  closeSync(descriptor);
  const opened = openSync(path, "a");
  if (opened !== descriptor) closeSync(opened);
}
