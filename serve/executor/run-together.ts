/**
 * Runs the rows of several callers as one batch. When it fails, halves of it are run, and halves of the half that fails:
 * so the caller whose rows are at fault is found with few runs, and fails alone.
 */
import { type CarriedError, carryError } from "../../core/carried-error.js";
import { FailedError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import type { Batch, BatchAnswer, BatchPart } from "./messages.js";
import { takeRows } from "./rows.js";

/** What runs tensors: a `Runner`. */
export interface RowRunner {
  run(feeds: Tensors): Promise<Tensors>;
}

/** Runs a batch. What is wrong with a caller's rows is in the answer; nothing is thrown. */
export async function runTogether(runner: RowRunner, { rows, feeds }: Batch): Promise<BatchAnswer> {
  const start = performance.now();
  const parts: BatchPart[] = [];
  const faults: [number, CarriedError][] = [];
  const run = async (from: number, to: number, part: Tensors): Promise<void> => {
    try {
      const outputs = await runner.run(part);
      if (to - from > 1) mustHaveRows(outputs, sumOf(rows, from, to));
      parts.push({ from, to, outputs });
    } catch (error) {
      if (to - from === 1) {
        faults.push([from, carryError(error)]);
        return;
      }
      const middle = (from + to) >> 1;
      const first = sumOf(rows, from, middle);
      await run(from, middle, takeRows(part, 0, first));
      await run(middle, to, takeRows(part, first, first + sumOf(rows, middle, to)));
    }
  };
  await run(0, rows.length, feeds);
  return { parts, faults, milliseconds: performance.now() - start };
}

/** A graph whose answer has no row for each row cannot be parted again; one caller alone gets it as it is. */
function mustHaveRows(answer: Tensors, rows: number): void {
  for (const [name, { dims }] of Object.entries(answer)) {
    if (dims[0] !== rows) throw new FailedError(`output "${name}" has ${dims[0]} rows for ${rows} rows of input`);
  }
}

function sumOf(rows: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let caller = from; caller < to; caller++) sum += rows[caller] ?? 0;
  return sum;
}
