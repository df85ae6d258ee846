/** Groups of pictures that are equal or nearly so: a copy of a training picture in validation makes every score a lie. */

import type { Reporter } from "kilnjs";
import { InterruptedError } from "kilnjs";
import { FACE_SIZE } from "../../face-size.js";
import { groupEqual } from "./groups.js";
import { isNearlyEqual, type Likeness, mirrored } from "./likeness.js";
import { mirroredPrint, PrintIndex, printOf } from "./print-index.js";

/** Bytes of one picture. */
const ROW_BYTES = FACE_SIZE * FACE_SIZE * 3;
/** Pictures read at a time. */
const BATCH = 256;

/** What to group. */
export interface Comparison {
  readonly alike: Likeness;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
  /** Reads pictures by their numbers, [indices.length, 64, 64, 3]. */
  read(indices: Uint32Array): Promise<Uint8Array>;
}

/**
 * Joins groups of equal pictures that are nearly equal to each other.
 *
 * @param equal a number for each picture, in the order of first appearance; see `groupEqual`.
 * @returns the same numbers when no two groups are alike; else fewer groups, numbered in the same way.
 * @throws InterruptedError when the signal is aborted.
 */
export async function joinNear(equal: Uint32Array, comparison: Comparison): Promise<Uint32Array> {
  const { alike, reporter, signal } = comparison;
  if (alike === "equal") return equal;
  const firsts = firstsOf(equal);
  const joined = new Joined(firsts.length);
  const index = new PrintIndex(firsts.length);
  const likes = async (picture: Uint8Array, one: number, candidates: readonly number[]) => {
    for (const other of candidates) {
      if (joined.same(one, other)) continue;
      const pixels = await comparison.read(firsts.subarray(other, other + 1));
      if (isNearlyEqual(picture, pixels)) joined.join(one, other);
    }
  };
  for (let first = 0; first < firsts.length; first += BATCH) {
    if (signal?.aborted === true) throw new InterruptedError(`stopped while comparing ${firsts.length} pictures`);
    const batch = firsts.subarray(first, first + BATCH);
    const pixels = await comparison.read(batch);
    for (let i = 0; i < batch.length; i++) {
      const picture = pixels.subarray(i * ROW_BYTES, (i + 1) * ROW_BYTES);
      const print = printOf(picture);
      await likes(picture, first + i, index.find(print));
      if (alike === "mirrored") await likes(mirrored(picture), first + i, index.find(mirroredPrint(print)));
      index.add(first + i, print);
    }
    const done = Math.min(firsts.length, first + BATCH);
    reporter.progress({ label: "comparing pictures", done, total: firsts.length, unit: "pictures" });
  }
  return groupEqual(equal.length, (picture) => String(joined.first(equal[picture] ?? 0)));
}

/** The first picture of each group. */
function firstsOf(groups: Uint32Array): Uint32Array {
  const firsts: number[] = [];
  for (const [picture, group] of groups.entries()) if (group === firsts.length) firsts.push(picture);
  return Uint32Array.from(firsts);
}

/** Numbers in sets that only ever grow together (Tarjan, 1975); a set is known by its smallest number. */
class Joined {
  readonly #parents: Uint32Array;

  constructor(count: number) {
    this.#parents = Uint32Array.from({ length: count }, (_, i) => i);
  }

  first(number: number): number {
    let at = number;
    for (let parent = this.#parents[at] ?? at; parent !== at; parent = this.#parents[at] ?? at) {
      this.#parents[at] = this.#parents[parent] ?? parent;
      at = parent;
    }
    return at;
  }

  same(a: number, b: number): boolean {
    return this.first(a) === this.first(b);
  }

  join(a: number, b: number): void {
    const [one, other] = [this.first(a), this.first(b)];
    this.#parents[Math.max(one, other)] = Math.min(one, other);
  }
}
