import { setImmediate } from "node:timers/promises";

/**
 * Lets the event loop turn once. Native calls block it, and awaiting a finished promise does not turn it: without this a
 * Ctrl-C would wait for the end of the training, and so would messages from workers that decode pictures.
 */
export async function breathe(): Promise<void> {
  await setImmediate();
}
