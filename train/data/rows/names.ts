/** The names of a category or of labels: those that are declared, or those that are found. */
import { InputError, type Where } from "../../../core/errors.js";
import { nearest } from "../../../core/nearest.js";
import type { Field } from "../dataset.js";

/** More names than this are no classes: somebody's identifiers, or free text. */
const MOST_NAMES = 10_000;

/** Numbers of the names of one field. */
export class Names {
  readonly #field: Field;
  readonly #numbers = new Map<string, number>();

  constructor(field: Field) {
    this.#field = field;
    for (const name of field.names ?? []) this.#numbers.set(name, this.#numbers.size);
  }

  /**
   * The number of a name; a new one where names are found.
   *
   * @throws InputError for a name that is not among the declared ones, or one too many.
   */
  numberOf(name: string, where: () => Where): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#field.names !== undefined) throw this.#unknown(name, where());
    if (this.#numbers.size === MOST_NAMES) {
      throw new InputError(`"${this.#field.name}" has more than ${MOST_NAMES} different names`, {
        where: where(),
        next: "It looks like an identifier or free text: give the numbers of a column as number(), or leave it out.",
      });
    }
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** The names in the order that the model knows them by, and the number there of each number given so far. */
  order(): { readonly names: readonly string[]; readonly numbers: Int32Array } {
    const found = [...this.#numbers.keys()];
    const names = this.#field.names ?? found.slice().sort(compareNames);
    const places = new Map(names.map((name, i) => [name, i]));
    return { names, numbers: Int32Array.from(found, (name) => places.get(name) ?? 0) };
  }

  #unknown(name: string, where: Where): InputError {
    const names = this.#field.names ?? [];
    const guess = nearest(name, names);
    const shown = names.slice(0, 12).join(", ");
    return new InputError(`"${name}" is not a name of "${this.#field.name}"`, {
      where,
      next: `${guess === undefined ? "" : `Did you mean ${guess}? `}Names are ${shown}${names.length > 12 ? `, and ${names.length - 12} more` : ""}: correct the value, or add it to the model's file.`,
    });
  }
}

/** Numbers by size, then words by their code units: the same order on every machine. */
function compareNames(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)];
  const [isFirst, isSecond] = [a.trim() !== "" && Number.isFinite(first), b.trim() !== "" && Number.isFinite(second)];
  if (isFirst && isSecond && first !== second) return first - second;
  if (isFirst !== isSecond) return isFirst ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
