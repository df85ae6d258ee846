/** Copies rows to the parts that they go to, and watches them on the way. */
import { AnswerCopies } from "../checks/answer-copies.js";
import type { Statistics } from "../dataset.js";
import type { PartOf } from "../splits/divide.js";
import { type PartName, partNames } from "../splits/split-options.js";
import { Moments } from "./moments.js";
import type { Names } from "./names.js";
import { NO_NAME } from "./row-encoder.js";
import type { RowLayout, Slot } from "./row-layout.js";
import { type RowPlace, type RowStore, RowWriter } from "./row-store.js";

/** Rows by part, with what was seen of them. */
export interface PartedRows {
  readonly stores: Readonly<Record<PartName, RowStore>>;
  /** Rows in a gap between two parts. */
  readonly leftOut: number;
  readonly statistics: Readonly<Record<string, readonly Statistics[]>>;
  /** Rows with each name, by part and field. */
  readonly nameCounts: Readonly<Record<PartName, Readonly<Record<string, readonly number[]>>>>;
  readonly copies: readonly { readonly column: string; readonly answer: string }[];
}

/**
 * Divides the rows of a store.
 *
 * @param names for each slot of names the number of a name in the model's order, by the number in the rows.
 */
export async function partRows(
  all: RowStore,
  layout: RowLayout,
  names: ReadonlyMap<Slot, ReturnType<Names["order"]>>,
  partOf: PartOf,
  nameOf: (slot: Slot, component: number) => string,
  place: RowPlace,
): Promise<PartedRows> {
  const writers = perPart(() => new RowWriter(layout.words, place));
  const counts = perPart(
    () => new Map(Array.from(names, ([slot, known]) => [slot, new Uint32Array(known.names.length)])),
  );
  const moments = layout.slots
    .filter(({ named, field }) => !named && field.kind !== "picture")
    .map((slot) => ({ slot, of: new Moments(slot) }));
  const copies = new AnswerCopies(layout.slots, nameOf);
  let leftOut = 0;
  try {
    await all.scan((words, rows) => {
      for (let row = 0, index = 0; row < rows; row++, index += layout.words) {
        const part = partOf(words, index);
        if (part === undefined) {
          leftOut += 1;
          continue;
        }
        for (const [slot, { numbers }] of names) {
          const count = counts[part].get(slot);
          for (let at = index + slot.offset; at < index + slot.offset + slot.size; at++) {
            const name = words.whole[at] as number;
            if (name === NO_NAME) continue;
            const number = numbers[name] as number;
            words.whole[at] = number;
            if (count !== undefined) count[number] = (count[number] as number) + 1;
          }
        }
        if (part === "training") {
          for (const { of } of moments) of.add(words, index);
          copies.add(words, index);
        }
        writers[part].append(words, index);
      }
    });
  } catch (error) {
    for (const part of partNames) writers[part].discard();
    throw error;
  }
  return {
    stores: perPart((part) => writers[part].finish()),
    leftOut,
    statistics: Object.fromEntries(moments.map(({ slot, of }) => [slot.field.name, of.statistics()])),
    nameCounts: perPart((part) =>
      Object.fromEntries(Array.from(counts[part], ([slot, count]) => [slot.field.name, [...count]])),
    ),
    copies: copies.found(),
  };
}

/** A value for each part. */
export function perPart<Value>(make: (part: PartName) => Value): Record<PartName, Value> {
  return { training: make("training"), validation: make("validation"), test: make("test") };
}
