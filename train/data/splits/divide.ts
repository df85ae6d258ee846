/** Which part each row of a store goes to. */
import { InputError } from "../../../core/errors.js";
import { Random } from "../../../core/random.js";
import { quantile } from "../rows/quantile.js";
import { type RowLayout, timeIn, type Words } from "../rows/row-layout.js";
import type { RowStore } from "../rows/row-store.js";
import { groupSplit } from "./group-split.js";
import { randomSplit } from "./random-split.js";
import { type PartName, type SplitOptions, sharesOf } from "./split-options.js";

/** The part of the row that begins at `index`, or undefined in a gap. Asked once for each row, in order. */
export type PartOf = (words: Words, index: number) => PartName | undefined;

/** What the split is made of. */
export interface Divided {
  readonly store: RowStore;
  readonly layout: RowLayout;
  readonly split: SplitOptions;
  readonly seed: number;
}

/**
 * A function that gives the part of each row.
 *
 * @throws InputError when there are too few rows, groups or times; UsageError when a share does not fit.
 */
export async function divide({ store, layout, split, seed }: Divided): Promise<PartOf> {
  const shares = sharesOf(split);
  const random = Random.seeded(seed, "data/split");
  if (split.by === "group") {
    const sizes = await countsOf(store, layout, (words, index) => words.whole[index + layout.groupAt] as number);
    const parts = groupSplit(sizes, shares, random);
    return ({ whole }, index) => parts[whole[index + layout.groupAt] as number];
  }
  if (split.by === "time") return await byTime(store, layout, split);
  const labels = split.stratified === false ? undefined : layout.slots.find(({ field }) => field.kind === "labels");
  if (labels === undefined) {
    const part = randomSplit([store.rows], shares, random);
    return () => part(0);
  }
  const classOf: (words: Words, index: number) => number = ({ whole }, index) => whole[index + labels.offset] as number;
  const part = randomSplit(await countsOf(store, layout, classOf), shares, random);
  return (words, index) => part(classOf(words, index));
}

async function byTime(store: RowStore, layout: RowLayout, split: SplitOptions): Promise<PartOf> {
  const { validation, test } = sharesOf(split);
  const { gap = 0 } = split;
  if (!(gap >= 0)) {
    throw new InputError(`a gap is not negative, and is ${gap}`, { where: { field: "split.gap" } });
  }
  const timeAt = (words: Words, index: number) => timeIn(words, index + layout.timeAt);
  const first = await quantile(store, layout.words, timeAt, 0);
  const border = await quantile(store, layout.words, timeAt, 1 - validation - test);
  const last = await quantile(store, layout.words, timeAt, 1 - test);
  if (!(first < border - gap && border < last - gap)) {
    throw new InputError(
      gap === 0 ? "the times are too few to be divided in three" : `a gap of ${gap} leaves a part without rows`,
      {
        where: { field: split.column ?? "split" },
        next:
          gap === 0
            ? "Give rows of more times, or split at random."
            : "Make the gap smaller, or give rows of a longer time.",
      },
    );
  }
  return (words, index) => {
    const time = timeAt(words, index);
    if (time >= last) return "test";
    if (time >= border) return time < last - gap ? "validation" : undefined;
    return time < border - gap ? "training" : undefined;
  };
}

async function countsOf(
  store: RowStore,
  layout: RowLayout,
  numberOf: (words: Words, index: number) => number,
): Promise<number[]> {
  const counts: number[] = [];
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) {
      const number = numberOf(words, row * layout.words);
      counts[number] = (counts[number] ?? 0) + 1;
    }
  });
  return Array.from(counts, (count) => count ?? 0);
}
