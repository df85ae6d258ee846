/** Numbers in a table's cells. What is no number is missing or an error, and never quietly 0. */
import { InputError, type Where } from "../../errors.js";

/** Spellings of "no value". */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "-", "–", "—", ".", ".."]);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** More cases than this have never been: there are fewer than 1e10 people. */
const LARGEST = 1e12;

/**
 * A cell's number, or null when it is missing.
 *
 * @param where where the cell is; made only when it is needed.
 * @throws InputError with the cell's text when it is no number, or one that cannot be a count.
 */
export function parseCell(text: string, where: () => Where): number | null {
  if (MISSING.has(text.toLowerCase())) return null;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(value) <= LARGEST) return value;
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  throw new InputError(`${shown} is ${Number.isNaN(value) ? "no number" : "too large for a count"}`, {
    where: where(),
    next: "Correct the cell, or leave it empty if the value is not known.",
  });
}
