/** `metrics.jsonl`: figures line by line, as far as it can be read. */
import type { MetricsRow } from "./record.js";

/** The lines of a log, and a note of those that could not be read. */
export interface ReadMetrics {
  readonly steps: readonly MetricsRow[];
  readonly epochs: readonly MetricsRow[];
  readonly notes: readonly string[];
}

/** Reads a log. A last line that a kill cut off, or any other that is damaged, is left out and told of. */
export function readMetrics(text: string): ReadMetrics {
  const steps: MetricsRow[] = [];
  const epochs: MetricsRow[] = [];
  const damaged: number[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const row = rowOf(line);
    if (row === null) damaged.push(i + 1);
    else (row.kind === "epoch" ? epochs : steps).push(row);
  });
  const notes = damaged.map((line) => `metrics.jsonl, line ${line}: cut off or damaged, left out`);
  return { steps, epochs, notes };
}

function rowOf(line: string): (MetricsRow & { readonly kind: string }) | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== "object" || value === null) return null;
  const { kind, epoch, step, ...rest } = value as Record<string, unknown>;
  if (typeof kind !== "string" || typeof epoch !== "number" || typeof step !== "number") return null;
  const figures = Object.entries(rest).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return { kind, epoch, step, figures: Object.fromEntries(figures) };
}
