import { setImmediate } from "node:timers/promises";

/**
 * Lets the event loop turn once. Native calls block it, and awaiting a finished promise does not turn it: without this a
 * Ctrl-C would wait for the end of the training, and so would messages from workers that decode pictures.
 *
 * Twice, since an immediate that is asked for while the loop polls comes before it polls again: a Ctrl-C that was pressed
 * during the work just done would still not be known.
 *
 * @example
 * ```ts
 * for (const parcel of parcels) {
 *   measure(parcel);
 *   await breathe();
 *   if (signal?.aborted) throw new InterruptedError("stopped while parcels were measured");
 * }
 * ```
 */
export async function breathe(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
