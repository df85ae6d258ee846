/** Numbers as text: what is no number is refused, and never quietly another one. */

/** What stands before a fraction. */
export type DecimalMark = "point" | "comma";

/** Plain numbers alone: `Number` also takes "0x10", "Infinity" and "". */
const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d{1,3})?$/i;
/** Numbers whose digits are grouped in threes by the other mark, a blank or an apostrophe. */
const GROUPED_POINT =
  /^[+-]?\d{1,3}(?:([, '\u2019\u00a0\u202f])\d{3})(?:\1\d{3})+(\.\d+)?$|^[+-]?\d{1,3}[, '\u2019\u00a0\u202f]\d{3}\.\d+$/;
const GROUPED_COMMA =
  /^[+-]?\d{1,3}(?:([. '\u2019\u00a0\u202f])\d{3})(?:\1\d{3})+(,\d+)?$|^[+-]?\d{1,3}[. '\u2019\u00a0\u202f]\d{3},\d+$/;

/**
 * The number that a cell says, or NaN when it says none. "1,234" says none where the point is the mark: it can be a
 * thousand, or a number with a fraction of another country.
 */
export function numberIn(text: string, mark: DecimalMark): number {
  const plain = text.charCodeAt(0) === 0x2212 ? `-${text.slice(1)}` : text;
  if (mark === "point") {
    if (isPlain(plain) || POINT.test(plain)) return Number(plain);
    return GROUPED_POINT.test(plain) ? Number(plain.replace(/[, '\u2019\u00a0\u202f]/g, "")) : Number.NaN;
  }
  if (COMMA.test(plain)) return Number(plain.replace(",", "."));
  return GROUPED_COMMA.test(plain)
    ? Number(plain.replace(/[. '\u2019\u00a0\u202f]/g, "").replace(",", "."))
    : Number.NaN;
}

/** Digits with at most one point between them: most cells, found without a pattern. */
function isPlain(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > 20) return false;
  let points = 0;
  for (let i = text.charCodeAt(0) === 45 && length > 1 ? 1 : 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) continue;
    if (code !== 46 || i === 0 || i === length - 1 || points > 0) return false;
    points += 1;
  }
  return true;
}

/** Cells that leave no choice. One mark before three digits could be either, when one to three digits stand before it. */
const COULD_BE_EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * Which mark the cells of a column use; undefined when they leave it open: all whole, or all of the form 1.234.
 *
 * @returns "both" when some cells say point, and others comma.
 */
export function markOf(cells: Iterable<string>): DecimalMark | "both" | undefined {
  let point = false;
  let comma = false;
  for (const cell of cells) {
    if (!/[.,]/.test(cell) || COULD_BE_EITHER.test(cell)) continue;
    const isPoint = POINT.test(cell) || GROUPED_POINT.test(cell);
    const isComma = COMMA.test(cell) || GROUPED_COMMA.test(cell);
    if (isPoint && !isComma) point = true;
    if (isComma && !isPoint) comma = true;
  }
  if (point && comma) return "both";
  return point ? "point" : comma ? "comma" : undefined;
}

/** True when a cell with such a mark is among them that could be a thousand, or a number with a fraction. */
export function isAmbiguous(cells: Iterable<string>): boolean {
  for (const cell of cells) if (COULD_BE_EITHER.test(cell)) return true;
  return false;
}
