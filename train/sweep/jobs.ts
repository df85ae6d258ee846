/** How many runs this machine does at once. */
import { availableParallelism, freemem } from "node:os";

/** What one training takes at most on the embedded data: TensorFlow, the pictures, the gradients of a batch. */
const BYTES_A_RUN = 2.5e9;

/** Runs at once: one a core, as far as there is memory; always one. */
export function jobsFor(cores = availableParallelism(), free = freemem()): number {
  return Math.max(1, Math.min(cores, Math.floor(free / BYTES_A_RUN)));
}
