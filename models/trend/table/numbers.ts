/** Numbers in a table's cells. What is no number is missing or an error, and never quietly 0 or another number. */
import { InputError, type Where } from "kilnjs";
import type { DecimalMark } from "./options.js";

/** Spellings of "no value". */
const MISSING = new Set(["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "–", "—", ".", "..", "...", "?"]);

/** More cases than this have never been: there are fewer than 1e10 people. */
const LARGEST = 1e12;

/** A number's text as one of these is a number already: no separator, or a fraction that cannot be a thousand. */
const PLAIN = /^[+-]?\d+(e[+-]?\d{1,3})?$/i;
/** Blanks and apostrophes group digits in threes and mean nothing else. */
const BLANK_GROUPS = /^([+-]?\d{1,3}(?:[ '\u2019\u00a0\u2009\u202f]\d{3})+)([.,]\d+)?$/;
/** One mark, once: `1.5`, `.5`, `1.`, `0.123`, `1234.567`, `1.5e3`. */
const ONE_MARK = /^[+-]?(\d*)([.,])(\d*)(e[+-]?\d{1,3})?$/i;
/** Two marks, or one several times: it groups digits in threes. */
const GROUPS = /^[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/;

type Mark = "point" | "comma";
const MARKS: Readonly<Record<string, Mark>> = { ".": "point", ",": "comma" };
const other: Readonly<Record<Mark, Mark>> = { point: "comma", comma: "point" };

/** A cell that is 1,234 or 1.234 depending on what the table's other cells are. */
interface Waiting {
  readonly target: number[] | Float64Array;
  readonly index: number;
  readonly text: string;
  readonly where: Where;
}

/**
 * Reads the numbers of one table. Which of point and comma stands before a fraction is learnt from cells that leave no
 * choice: 0.5 and 1,234,567 say point, 1.234,5 says comma. Cells like 1.234, which could be either, wait until that is known.
 */
export class NumberReader {
  #mark: Mark | null;
  /** The cell that told, for the message when another one contradicts it. */
  #witness = "the setting";
  readonly #waiting: Waiting[] = [];

  constructor(decimal: DecimalMark) {
    this.#mark = decimal === "auto" ? null : decimal;
  }

  /**
   * Reads a cell into `target[index]`: NaN when it is missing. The number may be set as late as in `finish`.
   *
   * @param where where the cell is; called only when it is needed.
   * @throws InputError with the cell's text when it is no number, or one that cannot be a count.
   */
  read(text: string, target: number[] | Float64Array, index: number, where: () => Where): void {
    target[index] = Number.NaN;
    if (isDigits(text)) {
      target[index] = Number(text);
      return;
    }
    const plain = text.replace(/^\u2212/, "-");
    if (MISSING.has(plain.toLowerCase())) return;
    const mark = PLAIN.test(plain) ? "none" : markOf(plain);
    if (mark === null) throw notANumber(text, where());
    if (mark === "either") {
      // Its own place now: the closure belongs to a row that goes on.
      if (this.#mark === null) this.#waiting.push({ target, index, text: plain, where: where() });
      else target[index] = checked(numberOf(plain, this.#mark), text, where);
      return;
    }
    if (mark !== "none") this.#learn(mark, plain, where);
    target[index] = checked(numberOf(plain, mark === "none" ? "point" : mark), text, where);
  }

  /**
   * Sets the cells that waited.
   *
   * @throws InputError naming the first one when no cell of the table told which mark is which.
   */
  finish(): void {
    for (const { target, index, text, where } of this.#waiting) {
      if (this.#mark === null) {
        throw new InputError(`"${text}" can be a thousand and more, or a number with a fraction`, {
          where,
          next: "Write thousands without separators; or say --set decimal=point or --set decimal=comma: which of the two stands before a fraction.",
        });
      }
      target[index] = checked(numberOf(text, this.#mark), text, () => where);
    }
    this.#waiting.length = 0;
  }

  #learn(mark: Mark, text: string, where: () => Where): void {
    if (this.#mark !== null && this.#mark !== mark) {
      throw new InputError(
        `"${text}" has a ${mark} before its fraction, but ${this.#witness} says it is the ${this.#mark}`,
        { where: where(), next: "Write all numbers in one way." },
      );
    }
    if (this.#mark === null) this.#witness = `"${text}"`;
    this.#mark = mark;
  }
}

/** Up to 12 digits and nothing else: most cells, and all of them are counts. */
function isDigits(text: string): boolean {
  if (text.length === 0 || text.length > 12) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** The decimal mark that a number's text proves, `none` without one, `either` when it could be both; null: no number. */
function markOf(text: string): Mark | "none" | "either" | null {
  const blank = BLANK_GROUPS.exec(text);
  if (blank !== null) return blank[2] === undefined ? "none" : (MARKS[blank[2][0] ?? ""] ?? null);
  const one = ONE_MARK.exec(text);
  if (one !== null) {
    const [, whole = "", mark = "", fraction = "", exponent] = one;
    if (whole === "" && fraction === "") return null;
    const thousand = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && exponent === undefined;
    return thousand ? "either" : (MARKS[mark] ?? null);
  }
  const groups = GROUPS.exec(text);
  const grouping = MARKS[groups?.[1] ?? ""];
  return grouping === undefined ? null : other[grouping];
}

function numberOf(text: string, mark: Mark): number {
  const compact = text.replace(/[ '\u2019\u00a0\u2009\u202f]/g, "");
  const [decimal, grouping] = mark === "point" ? [".", ","] : [",", "."];
  return Number(compact.replaceAll(grouping as string, "").replace(decimal as string, "."));
}

function checked(value: number, text: string, where: () => Where): number {
  if (Math.abs(value) <= LARGEST) return value;
  throw new InputError(`${shown(text)} is too large for a count`, { where: where(), next });
}

const next = "Correct the cell, or leave it empty if the value is not known.";

function notANumber(text: string, where: Where): InputError {
  return new InputError(`${shown(text)} is no number`, { where, next });
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
