/** What is filled in where a value is missing, from the training part. */
import type { Statistics } from "../dataset.js";
import { quantile } from "./quantile.js";
import { type MissingCount, NO_NAME } from "./row-encoder.js";
import type { RowLayout, Slot, Words } from "./row-layout.js";
import type { RowStore } from "./row-store.js";

/** A field with values to fill in: one for each of its words. */
export interface Fill {
  readonly slot: Slot;
  readonly values: readonly number[];
}

/** What the policies ask for. */
export interface Filling {
  readonly training: RowStore;
  readonly layout: RowLayout;
  readonly missing: ReadonlyMap<string, MissingCount>;
  readonly statistics: Readonly<Record<string, readonly Statistics[]>>;
}

/** The fields that need filling, with what they are filled with. */
export async function fillsOf(filling: Filling): Promise<Fill[]> {
  const fills: Fill[] = [];
  for (const slot of filling.layout.slots) {
    const count = filling.missing.get(slot.field.name);
    // A value that the policy gives is in the row already.
    if (count === undefined || count.filled === 0 || typeof count.policy === "object") continue;
    const values: number[] = [];
    for (let i = 0; i < slot.size; i++) values.push(await valueFor(filling, slot, i, count));
    fills.push({ slot, values });
  }
  return fills;
}

/** Fills the row that begins at `index`. */
export function fill(fills: readonly Fill[], { whole, real }: Words, index: number): void {
  for (const { slot, values } of fills) {
    for (let i = 0, at = index + slot.offset; i < slot.size; i++, at++) {
      if (slot.named) {
        if (whole[at] === NO_NAME) whole[at] = values[i] as number;
      } else if (Number.isNaN(real[at])) real[at] = values[i] as number;
    }
  }
}

async function valueFor(
  { training, layout, statistics }: Filling,
  slot: Slot,
  component: number,
  { policy }: MissingCount,
): Promise<number> {
  const at = slot.offset + component;
  if (policy === "median")
    return await quantile(training, layout.words, ({ real }, index) => real[index + at] as number, 0.5);
  if (policy === "mean") {
    const known = statistics[slot.field.name] ?? [];
    return known[component % Math.max(1, known.length)]?.mean ?? 0;
  }
  return await mostFrequent(training, layout, at);
}

async function mostFrequent(training: RowStore, layout: RowLayout, at: number): Promise<number> {
  const counts = new Map<number, number>();
  await training.scan(({ whole }, rows) => {
    for (let row = 0; row < rows; row++) {
      const name = whole[row * layout.words + at] as number;
      if (name !== NO_NAME) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  });
  let [best, most] = [0, 0];
  for (const [name, count] of counts) if (count > most || (count === most && name < best)) [best, most] = [name, count];
  return best;
}
