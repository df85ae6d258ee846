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
    const simple = plainNumber(plain);
    if (!Number.isNaN(simple)) return simple;
    if (POINT.test(plain)) return Number(plain);
    return GROUPED_POINT.test(plain) ? Number(plain.replace(/[, '\u2019\u00a0\u202f]/g, "")) : Number.NaN;
  }
  if (COMMA.test(plain)) return Number(plain.replace(",", "."));
  return GROUPED_COMMA.test(plain)
    ? Number(plain.replace(/[. '\u2019\u00a0\u202f]/g, "").replace(",", "."))
    : Number.NaN;
}

/** Powers of ten that a double holds exactly, as it does every whole number of 15 digits. */
const POWERS = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);

/**
 * Up to 15 digits with at most one point between them: most cells, in a third of the time of `Number`. One division of two
 * exact numbers is rounded as the text itself would be (Clinger 1990). NaN for all others.
 */
function plainNumber(text: string): number {
  const { length } = text;
  const isNegative = length > 1 && text.charCodeAt(0) === 45;
  const first = isNegative ? 1 : 0;
  let value = 0;
  let point = -1;
  if (length === first || length - first > 16) return Number.NaN;
  for (let i = first; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) value = value * 10 + (code - 48);
    else if (code === 46 && point === -1 && i > first && i < length - 1) point = i;
    else return Number.NaN;
  }
  if (point === -1 && length - first > 15) return Number.NaN;
  const size = point === -1 ? value : value / (POWERS[length - 1 - point] as number);
  return isNegative ? -size : size;
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
