/** What a batch is, in figures and words. */
import { createHash } from "node:crypto";
import type { Tensor, Tensors } from "../../core/tensor.js";
import type { HostStepInputs } from "../stepper.js";

/** Least, most and mean of the finite numbers of a tensor, and how many others there are. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly notFinite: number;
}

/** See `Range`; all 0 where no number is finite. */
export function rangeOf({ data }: Tensor): Range {
  let [least, most, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    count += 1;
  }
  const notFinite = data.length - count;
  return count === 0 ? { least: 0, most: 0, mean: 0, notFinite } : { least, most, mean: sum / count, notFinite };
}

/** Examples in a batch: the length that its tensors have in common as their first. */
export function examplesIn(batch: Tensors): number {
  return Math.max(0, ...Object.values(batch).map(({ dims }) => dims[0] ?? 0));
}

/** The numbers of one example, flat; undefined where the tensor does not go by examples. */
export function rowOf({ dims, data }: Tensor, row: number, examples: number): ArrayLike<number> | undefined {
  if (dims[0] !== examples) return undefined;
  const width = data.length / examples;
  return data.subarray(row * width, (row + 1) * width);
}

/** How many examples of a batch differ in anything. */
export function differentExamples(batch: Tensors): number {
  const examples = examplesIn(batch);
  const seen = new Set<string>();
  for (let row = 0; row < examples; row++) {
    const hash = createHash("sha256");
    for (const tensor of Object.values(batch)) {
      const numbers = rowOf(tensor, row, examples);
      if (numbers !== undefined) hash.update(Float64Array.from(numbers));
    }
    seen.add(hash.digest("hex"));
  }
  return seen.size;
}

/**
 * Sentences under any drawing of a batch: how many examples differ, and every tensor and number that the step got.
 *
 * @example
 * ```ts
 * const notes = batchNotes({ batch, random, schedules });
 * ```
 */
export function batchNotes({ batch, random, schedules }: HostStepInputs): string[] {
  const examples = examplesIn(batch);
  const different = differentExamples(batch);
  const numbers = Object.entries(schedules).map(([name, value]) => `${name} ${short(value)}`);
  return [
    different === examples
      ? `All ${examples} examples of the batch are different.`
      : `Only ${different} of the ${examples} examples of the batch are different.`,
    `Batch: ${Object.entries(batch).map(inWords).join("; ")}.`,
    ...(Object.keys(random).length === 0
      ? []
      : [`Random numbers of the step: ${Object.entries(random).map(inWords).join("; ")}.`]),
    ...(numbers.length === 0 ? [] : [`Schedules: ${numbers.join(", ")}.`]),
  ];
}

function inWords([name, tensor]: readonly [string, Tensor]): string {
  const { least, most, mean, notFinite } = rangeOf(tensor);
  const bad = notFinite === 0 ? "" : `, ${notFinite} not finite`;
  const range = `${short(least)} to ${short(most)}, mean ${short(mean)}${bad}`;
  return `${name} ${tensor.type} [${tensor.dims.join(", ")}], ${range}`;
}

/** A number with four digits that tell. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
