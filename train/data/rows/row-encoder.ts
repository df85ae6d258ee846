/** From values as a source has them to the words of a row, with everything that may be wrong about them. */
import { InputError, type Where } from "../../../core/errors.js";
import type { Field } from "../dataset.js";
import { dateIn } from "../table/dates.js";
import { isMissing, type MissingOptions, type MissingPolicy, policyOf } from "../table/missing.js";
import { numberIn } from "../table/numbers.js";
import { Names } from "./names.js";
import type { RowLayout, Slot, Words } from "./row-layout.js";
import type { SourceColumn } from "./row-source.js";

/** What a missing name is kept as until it is filled in; a missing number is NaN. */
export const NO_NAME = -1;

/** The largest number of float32. */
const LARGEST = 3.4028234663852886e38;

/** How values are taken. */
export interface EncoderOptions {
  readonly missing?: MissingOptions | undefined;
  /** Spellings of "no value" beside the empty cell, in the place of the usual ones. */
  readonly missingText?: readonly string[] | undefined;
}

/** Values that were missing, by field. */
export interface MissingCount {
  readonly policy: MissingPolicy;
  /** Rows that were left out for this field. */
  dropped: number;
  /** Values that are to be filled in. */
  filled: number;
}

/** Encodes the fields of rows, and what divides them. */
export class RowEncoder {
  readonly #layout: RowLayout;
  readonly #columns: readonly SourceColumn[];
  readonly #missingText: readonly string[] | undefined;
  readonly #names: ReadonlyMap<Slot, Names>;
  /** By field. */
  readonly missing: ReadonlyMap<string, MissingCount>;
  /** Rows that were left out since a value was missing. */
  dropped = 0;

  constructor(layout: RowLayout, columns: readonly SourceColumn[], { missing, missingText }: EncoderOptions) {
    this.#layout = layout;
    this.#columns = columns;
    this.#missingText = missingText;
    this.#names = new Map(layout.slots.filter(({ named }) => named).map((slot) => [slot, new Names(slot.field)]));
    this.missing = new Map(
      layout.slots.map(({ field }) => [
        field.name,
        { policy: checkPolicy(field, policyOf(missing, field.name)), dropped: 0, filled: 0 },
      ]),
    );
  }

  /**
   * Encodes the fields of one row into the words that begin at `index`.
   *
   * @param where the place of a column, called only for a message.
   * @returns false when the row is left out.
   * @throws InputError naming the place of a value that cannot be taken.
   */
  encode(values: ArrayLike<unknown>, words: Words, index: number, where: (column: string) => Where): boolean {
    let column = 0;
    for (const slot of this.#layout.slots) {
      for (let i = 0; i < slot.size; i++, column++) {
        const known = slot.named
          ? this.#name(slot, values[column], column, words, index + slot.offset + i, where)
          : this.#number(slot, values[column], column, words, index + slot.offset + i, where);
        if (known) continue;
        const count = this.missing.get(slot.field.name) as MissingCount;
        if (count.policy === "refuse") throw this.#isMissing(slot.field, column, where);
        if (count.policy === "drop") {
          count.dropped += 1;
          this.dropped += 1;
          return false;
        }
        count.filled += 1;
        if (typeof count.policy === "object")
          this.#given(slot, count.policy.value, words, index + slot.offset + i, column, where);
      }
    }
    return true;
  }

  /** Names by field, with the number in them of each number that rows hold. */
  names(): ReadonlyMap<Slot, ReturnType<Names["order"]>> {
    return new Map(Array.from(this.#names, ([slot, names]) => [slot, names.order()]));
  }

  #number(slot: Slot, value: unknown, column: number, { real }: Words, at: number, where: (column: string) => Where) {
    real[at] = Number.NaN;
    const number = this.#numeric(slot.field, value, column, where);
    if (Number.isNaN(number)) return false;
    const { range, name } = slot.field;
    if (Math.abs(number) > LARGEST) throw this.#refused(value, "is too large for a number", column, where);
    if (range !== undefined && (number < range.minimum || number > range.maximum)) {
      throw this.#refused(
        value,
        `is outside of the range of "${name}", ${range.minimum} to ${range.maximum}`,
        column,
        where,
        "Correct the value, leave it empty if it is not known, or widen the range in the model's file.",
      );
    }
    real[at] = number;
    return true;
  }

  /** Puts in the value that a policy gives. */
  #given(
    slot: Slot,
    value: number | string,
    { whole, real }: Words,
    at: number,
    column: number,
    where: (column: string) => Where,
  ) {
    if (typeof value === "number") real[at] = value;
    else
      whole[at] = (this.#names.get(slot) as Names).numberOf(value, () =>
        where((this.#columns[column] as SourceColumn).name),
      );
  }

  /** NaN when it is missing. */
  #numeric(field: Field, value: unknown, column: number, where: (column: string) => Where): number {
    if (typeof value === "number") {
      if (value === Infinity || value === -Infinity) throw this.#refused(value, "is not finite", column, where);
      return value;
    }
    if (value === null || value === undefined) return Number.NaN;
    if (typeof value === "bigint") return Number(value);
    if (typeof value === "boolean") return value ? 1 : 0;
    if (value instanceof Date) return value.getTime() / 86_400_000;
    if (typeof value !== "string") throw this.#refused(String(value), "is not a number", column, where);
    const text = value.trim();
    if (isMissing(text, false, this.#missingText)) return Number.NaN;
    const { date, mark = "point" } = this.#columns[column] as SourceColumn;
    const number = date === undefined ? numberIn(text, mark) : dateIn(text, date);
    if (Number.isNaN(number)) throw this.#notANumber(field, text, column, where);
    return number;
  }

  #name(slot: Slot, value: unknown, column: number, { whole }: Words, at: number, where: (column: string) => Where) {
    whole[at] = NO_NAME;
    if (value === null || value === undefined) return false;
    const text = String(value).trim();
    const names = this.#names.get(slot) as Names;
    const declared = slot.field.names?.includes(text) === true;
    if (!declared && isMissing(text, true, this.#missingText)) return false;
    whole[at] = names.numberOf(text, () => where((this.#columns[column] as SourceColumn).name));
    return true;
  }

  #notANumber(field: Field, text: string, column: number, where: (column: string) => Where): InputError {
    const { date, mark = "point" } = this.#columns[column] as SourceColumn;
    if (date !== undefined) {
      return this.#refused(text, `is not a date (${date})`, column, where, "Correct the cell, or leave it empty.");
    }
    if (!Number.isNaN(numberIn(text, mark === "point" ? "comma" : "point"))) {
      const other = mark === "point" ? "comma" : "point";
      return this.#refused(
        text,
        `is not a number with a decimal ${mark}`,
        column,
        where,
        `Write all numbers in one way; or say decimal: "${other}" where the file is declared.`,
      );
    }
    const next = /^(true|false|yes|no)$/i.test(text)
      ? `Declare "${field.name}" as a category with these names, or write 1 and 0.`
      : "Correct the cell, or leave it empty if the value is not known; names are declared as a category.";
    return this.#refused(text, "is not a number", column, where, next);
  }

  #refused(value: unknown, why: string, column: number, where: (column: string) => Where, next?: string): InputError {
    const text = String(value);
    return new InputError(`"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" ${why}`, {
      where: where((this.#columns[column] as SourceColumn).name),
      next: next ?? "Correct the value, or leave it empty if it is not known.",
    });
  }

  #isMissing(field: Field, column: number, where: (column: string) => Where): InputError {
    return new InputError(`the value of "${field.name}" is missing`, {
      where: where((this.#columns[column] as SourceColumn).name),
      next: `Fill the cell; or say missing: "drop" to leave such rows out, or how to fill them.`,
    });
  }
}

/** @throws InputError for a policy that the field cannot have. */
function checkPolicy(field: Field, policy: MissingPolicy): MissingPolicy {
  if (policy === "drop" || policy === "refuse") return policy;
  const named = field.kind === "category" || field.kind === "labels";
  const said = typeof policy === "string" ? policy : JSON.stringify(policy.value);
  const refused = (why: string, next: string) =>
    new InputError(`missing: ${said} does not fit "${field.name}": ${why}`, { where: { field: "missing" }, next });
  if (field.role === "output") {
    throw refused("it is what is to be told", 'Say "drop" or "refuse" for it.');
  }
  if (typeof policy === "object") {
    if (named !== (typeof policy.value === "string")) {
      throw refused(named ? "it holds names" : "it holds numbers", `Give a ${named ? "name" : "number"}.`);
    }
    return policy;
  }
  if (named !== (policy === "most frequent")) {
    throw refused(
      named ? "it holds names" : "it holds numbers",
      named ? 'Say "most frequent", or { value: "a name" }.' : 'Say "mean", "median", or { value: 0 }.',
    );
  }
  return policy;
}
