/** How a row lies in memory and in a file: a word of 32 bits for each number and each index of a name. */
import { sizeOf } from "../../../core/tensor.js";
import type { Field } from "../dataset.js";

/** Where a field is in a row. */
export interface Slot {
  readonly field: Field;
  /** In words. */
  readonly offset: number;
  /** Words: one for each number, one for a name. */
  readonly size: number;
  /** Names are kept by their index, everything else as a number. */
  readonly named: boolean;
}

/** The fields of a row, then where it comes from, then what divides it. */
export interface RowLayout {
  readonly slots: readonly Slot[];
  /** Words of a row. */
  readonly words: number;
  /** Words of the fields: the rest is no matter of the model. */
  readonly fieldWords: number;
  /** The row's number in its file, and the file's in the list of files. */
  readonly numberAt: number;
  readonly fileAt: number;
  /** Two words: the time as float64. One word for the group. */
  readonly timeAt: number;
  readonly groupAt: number;
}

/** The layout of rows with these fields. */
export function layoutOf(fields: readonly Field[]): RowLayout {
  let offset = 0;
  const slots = fields.map((field): Slot => {
    const slot = { field, offset, size: sizeOf(field.shape), named: isNamed(field) };
    offset += slot.size;
    return slot;
  });
  return {
    slots,
    fieldWords: offset,
    numberAt: offset,
    fileAt: offset + 1,
    timeAt: offset + 2,
    groupAt: offset + 4,
    words: offset + 5,
  };
}

/** True for a field whose values are names. */
export function isNamed({ kind }: Pick<Field, "kind">): boolean {
  return kind === "category" || kind === "labels";
}

/** Rows as both kinds of words, over the same memory. */
export interface Words {
  readonly whole: Int32Array;
  readonly real: Float32Array;
}

/** Memory for so many words. */
export function wordsFor(length: number): Words {
  return wordsOver(new ArrayBuffer(length * 4), 0, length);
}

/** Words over memory that is there. */
export function wordsOver(buffer: ArrayBufferLike, byteOffset: number, length: number): Words {
  return { whole: new Int32Array(buffer, byteOffset, length), real: new Float32Array(buffer, byteOffset, length) };
}

const time = new Float64Array(1);
const timeWords = new Int32Array(time.buffer);

/** Puts a time into the two words at `index`. */
export function setTime({ whole }: Words, index: number, value: number): void {
  time[0] = value;
  whole[index] = timeWords[0] as number;
  whole[index + 1] = timeWords[1] as number;
}

/** The time in the two words at `index`. */
export function timeIn({ whole }: Words, index: number): number {
  timeWords[0] = whole[index] as number;
  timeWords[1] = whole[index + 1] as number;
  return time[0] as number;
}
