/** What becomes of a row in which a value is missing. */

/**
 * - `drop` leaves the row out (what happens when nothing is said), `refuse` stops with its place;
 * - `mean`, `median` (numbers) and `most frequent` (names) fill in what the training part says;
 * - `{ value }` fills in that number or name.
 *
 * Every row that is left out or filled is counted and reported. What is to be told is never filled: a row without its
 * answer is left out, or refused.
 */
export type MissingPolicy =
  | "drop"
  | "refuse"
  | "mean"
  | "median"
  | "most frequent"
  | { readonly value: number | string };

/** One policy for all fields, or one for each that needs another. */
export type MissingOptions = MissingPolicy | Readonly<Record<string, MissingPolicy>>;

/** Spellings of "no value" in columns of numbers and dates. */
const IN_NUMBERS = new Set(["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "–", "—", ".", "?"]);
/** In a column of names most of these are names; Namibia's code, too, so that what is left out is reported by name. */
const IN_NAMES = new Set(["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "?"]);

/** True for a cell that holds no value. */
export function isMissing(text: string, named: boolean, own: readonly string[] | undefined): boolean {
  if (own !== undefined) return text === "" || own.includes(text);
  if (named) return IN_NAMES.has(text);
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return false;
  return IN_NUMBERS.has(text.toLowerCase());
}

/** The policy of a field. */
export function policyOf(options: MissingOptions | undefined, field: string): MissingPolicy {
  if (options === undefined) return "drop";
  if (typeof options === "string" || isValue(options)) return options;
  return options[field] ?? "drop";
}

function isValue(options: Exclude<MissingOptions, string>): options is { readonly value: number | string } {
  return (
    "value" in options &&
    typeof options.value !== "object" &&
    Object.keys(options).length === 1 &&
    !isPolicy(options.value)
  );
}

function isPolicy(value: unknown): boolean {
  return value === "drop" || value === "refuse" || value === "mean" || value === "median" || value === "most frequent";
}
