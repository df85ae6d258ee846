/**
 * Rows of the held-out parts whose inputs are also in the training part: what is found there is remembered, not told.
 * Rows are compared by a hash of 53 bits. Where there are many, those alone are compared whose hash falls into a share of
 * all hashes: equal rows fall together, so that the share that is found is the share of all.
 */
import type { RowLayout, Words } from "../rows/row-layout.js";
import type { RowStore } from "../rows/row-store.js";

/** Hashes that are held at once: 8 MB. */
const MOST_HASHES = 500_000;

/** What was found. */
export interface EqualRows {
  /** Held-out rows that were compared. */
  readonly compared: number;
  /** Those of them with an equal row in the training part. */
  readonly equal: number;
  /** Different rows among those compared: where there are few, equal rows are no surprise. */
  readonly distinct: number;
  /** True when only a share of the rows was compared. */
  readonly sampled: boolean;
}

/** Compares the inputs of rows. */
export async function equalRows(
  training: RowStore,
  heldOut: readonly RowStore[],
  layout: RowLayout,
): Promise<EqualRows> {
  const inputs = layout.slots.filter(({ field }) => field.role === "input");
  const hash = (words: Words, index: number) => {
    let [a, b] = [0x9e3779b9, 0x85ebca6b];
    for (const { offset, size } of inputs) {
      for (let i = index + offset; i < index + offset + size; i++) {
        const word = words.whole[i] as number;
        a = Math.imul(a ^ word, 0xcc9e2d51);
        a ^= a >>> 15;
        b = Math.imul(b ^ (word + a), 0x1b873593);
        b ^= b >>> 13;
      }
    }
    return (mixed(a) >>> 0) * 0x200000 + (mixed(b) >>> 11);
  };
  const rows = heldOut.reduce((sum, store) => sum + store.rows, 0);
  const limit = Math.min(1, MOST_HASHES / Math.max(1, rows)) * 2 ** 53;
  const table = new HashTable(Math.min(rows, MOST_HASHES) * 1.2);
  let compared = 0;
  for (const store of heldOut) {
    await eachRow(store, layout, (words, index) => {
      const value = hash(words, index);
      if (value > limit) return;
      compared += 1;
      table.add(value);
    });
  }
  await eachRow(training, layout, (words, index) => {
    const value = hash(words, index);
    if (value <= limit) table.mark(value);
  });
  return { compared, equal: table.marked, distinct: table.size, sampled: limit < 2 ** 53 };
}

async function eachRow(store: RowStore, layout: RowLayout, visit: (words: Words, index: number) => void) {
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) visit(words, row * layout.words);
  });
}

/** The end of MurmurHash3: every bit of the input reaches every bit of the output. */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Numbers with how often each was added; open addressing. 0 stands for an empty place. */
class HashTable {
  readonly #keys: Float64Array;
  readonly #counts: Uint32Array;
  readonly #isMarked: Uint8Array;
  readonly #mask: number;
  size = 0;
  /** How often marked keys were added. */
  marked = 0;

  constructor(expected: number) {
    const length = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 1.5)));
    this.#keys = new Float64Array(length);
    this.#counts = new Uint32Array(length);
    this.#isMarked = new Uint8Array(length);
    this.#mask = length - 1;
  }

  add(value: number): void {
    const place = this.#find(value);
    if (this.#keys[place] === 0) {
      this.#keys[place] = value + 1;
      this.size += 1;
    }
    this.#counts[place] = (this.#counts[place] as number) + 1;
  }

  mark(value: number): void {
    const place = this.#find(value);
    if (this.#keys[place] === 0 || this.#isMarked[place] === 1) return;
    this.#isMarked[place] = 1;
    this.marked += this.#counts[place] as number;
  }

  #find(value: number): number {
    const key = value + 1;
    let place = (value % 0x7fffffff) & this.#mask;
    while (this.#keys[place] !== 0 && this.#keys[place] !== key) place = (place + 1) & this.#mask;
    return place;
  }
}
