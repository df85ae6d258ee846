/** Which windows each part has, as ranges: a window is known by its number, and takes no memory of its own. */
import { InputError, UsageError } from "../../../core/errors.js";
import { Random } from "../../../core/random.js";
import { perPart } from "../rows/part-rows.js";
import { groupSplit } from "../splits/group-split.js";
import { randomSplit } from "../splits/random-split.js";
import { type PartName, type SplitOptions, sharesOf } from "../splits/split-options.js";
import type { Segment } from "./segments.js";

/** Windows that begin at `first`, `first + stride`, …, `count` of them. */
export interface WindowRange {
  readonly first: number;
  readonly count: number;
}

/** The windows of one part. */
export class WindowPart {
  readonly ranges: readonly WindowRange[];
  readonly windows: number;
  readonly #stride: number;
  /** Windows of the ranges before each one. */
  readonly #before: Float64Array;

  constructor(ranges: readonly WindowRange[], stride: number) {
    this.ranges = ranges;
    this.#stride = stride;
    this.#before = new Float64Array(ranges.length);
    let windows = 0;
    for (const [i, { count }] of ranges.entries()) {
      this.#before[i] = windows;
      windows += count;
    }
    this.windows = windows;
  }

  /** The first row of a window. */
  start(window: number): number {
    if (!(window < this.windows))
      throw new RangeError(`there is no window ${window}: there are ${this.windows}, counted from 0`);
    let [low, high] = [0, this.ranges.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#before[middle] as number) <= window) low = middle;
      else high = middle - 1;
    }
    return (this.ranges[low] as WindowRange).first + (window - (this.#before[low] as number)) * this.#stride;
  }
}

/** What is divided. */
export interface WindowSplit {
  readonly segments: readonly Segment[];
  readonly groups: readonly string[];
  readonly span: number;
  readonly stride: number;
  readonly split: SplitOptions;
  readonly seed: number;
}

/**
 * Divides windows so that no two parts share a row.
 *
 * @throws InputError when there are too few windows or groups; UsageError for a random split of windows that overlap.
 */
export function windowParts({
  segments,
  groups,
  span,
  stride,
  split,
  seed,
}: WindowSplit): Record<PartName, WindowPart> {
  const countOf = (rows: number) => (rows < span ? 0 : Math.floor((rows - span) / stride) + 1);
  const counts = segments.map(({ rows }) => countOf(rows));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total < 3) {
    throw new InputError(
      `the rows hold ${total === 1 ? "one window" : `${total} windows`} of ${span} rows, too few for three parts`,
      {
        next: "Give longer series, a shorter length, or a smaller stride.",
      },
    );
  }
  const ranges = perPart((): WindowRange[] => []);
  const add = (part: PartName, first: number, count: number) => {
    if (count > 0) ranges[part].push({ first, count });
  };
  if (split.by === "group") {
    const sizes = new Float64Array(groups.length);
    for (const [i, { group }] of segments.entries()) sizes[group] = (sizes[group] as number) + (counts[i] as number);
    const parts = groupSplit(sizes, sharesOf(split), Random.seeded(seed, "data/split"));
    for (const [i, { group, first }] of segments.entries()) add(parts[group] as PartName, first, counts[i] as number);
  } else if (split.by === "time") byTime(segments, countOf, add, split);
  else {
    if (stride < span) {
      throw new UsageError(
        `windows of ${span} rows every ${stride} overlap: at random they would be learnt and tested at once`,
        {
          where: { field: "split" },
          next: 'Split by "time" or by "group"; or give a stride of at least the window.',
        },
      );
    }
    const part = randomSplit([total], sharesOf(split), Random.seeded(seed, "data/split"));
    for (const [i, { first }] of segments.entries()) {
      for (let window = 0; window < (counts[i] as number); window++) add(part(0), first + window * stride, 1);
    }
  }
  for (const [part, own] of Object.entries(ranges)) {
    if (own.length > 0) continue;
    throw new InputError(`the ${part} part has no window of ${span} rows`, {
      next: "Give longer series, a shorter length, or larger shares of validation and test.",
    });
  }
  return perPart((part) => new WindowPart(ranges[part], stride));
}

/** The rows of each segment in three, the last for the test; a window lies in one of them whole. */
function byTime(
  segments: readonly Segment[],
  countOf: (rows: number) => number,
  add: (part: PartName, first: number, count: number) => void,
  split: SplitOptions,
): void {
  const { validation, test } = sharesOf(split);
  const { gap = 0 } = split;
  for (const { first, rows } of segments) {
    const held = Math.round(rows * (1 - validation - test));
    const last = Math.round(rows * (1 - test));
    add("training", first, countOf(held - gap));
    add("validation", first + held, countOf(last - gap - held));
    add("test", first + last, countOf(rows - last));
  }
}
