/** `metrics.jsonl`: figures line by line, as far as it can be read. */
import type { MetricsRow } from "./record.js";

/** The lines of a log, and a note of those that could not be read. */
export interface ReadMetrics {
  readonly steps: readonly MetricsRow[];
  readonly epochs: readonly MetricsRow[];
  readonly notes: readonly string[];
}

/** Lines that a note names. */
const NAMED = 5;
/** Beyond float32 by far, and its square is still a double. */
const LARGEST = 1e100;

/** Reads a log. A last line that a kill cut off, or any other that is damaged, is left out and told of. */
export function readMetrics(text: string): ReadMetrics {
  const steps: MetricsRow[] = [];
  const epochs: MetricsRow[] = [];
  const damaged: number[] = [];
  const odd: number[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const row = rowOf(line);
    if (row === null) damaged.push(i + 1);
    else (row.kind === "epoch" ? epochs : steps).push(row);
    if (row?.odd === true) odd.push(i + 1);
  });
  const notes = [
    ...noteOf(damaged, "cut off or damaged, left out"),
    ...noteOf(odd, "figures that are no numbers, or too large to draw, left out"),
  ];
  return { steps, epochs, notes };
}

/** One note, however many lines there are: a file of garbage must not fill the page. */
function noteOf(lines: readonly number[], what: string): string[] {
  if (lines.length === 0) return [];
  const named = lines.slice(0, NAMED).join(", ");
  const rest = lines.length > NAMED ? ` and ${lines.length - NAMED} more` : "";
  return [`metrics.jsonl, line${lines.length === 1 ? "" : "s"} ${named}${rest}: ${what}`];
}

function rowOf(line: string): (MetricsRow & { readonly kind: string; readonly odd: boolean }) | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== "object" || value === null) return null;
  const { kind, epoch, step, ...rest } = value as Record<string, unknown>;
  if (typeof kind !== "string" || !isCount(epoch) || !isCount(step)) return null;
  const all = Object.entries(rest);
  const figures = all.filter((entry): entry is [string, number] => isDrawable(entry[1]));
  // JSON has no NaN: what wrote one has written null.
  const odd = all.some(([, value]) => value === null || (typeof value === "number" && !isDrawable(value)));
  return { kind, epoch, step, figures: Object.fromEntries(figures), odd };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isDrawable(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= LARGEST;
}
