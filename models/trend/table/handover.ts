/**
 * Rows of a country that end on the day on which others begin: a level has changed, from counties to states say. Carried
 * forward, the ended rows would be counted beside those that took over.
 */
import type { SheetSeries } from "./sheet.js";

/** A change from some rows of a country to others. */
export interface Handover {
  /** The first step of the rows that took over. */
  readonly step: number;
  readonly ended: readonly SheetSeries[];
  readonly began: readonly SheetSeries[];
  /** The last total of the rows that ended, and the first one of those that took over. */
  readonly before: number;
  readonly after: number;
}

/** So many steps may lie between: a few days that nobody reported. */
const LONGEST_PAUSE = 7;

/** Rows that took over have at least this share of the total before, and no more than a step of an epidemic adds to it. */
const LEAST = 0.8;
const most = (before: number): number => 5 * before + 20;

/**
 * Finds handovers among the rows of one country, each row in one at most on either side.
 *
 * @param parts running totals; a row ends where its cells are empty or 0 from then on, and begins with its first value
 * above 0.
 */
export function handoversOf(parts: readonly SheetSeries[]): Handover[] {
  if (parts.length < 2) return [];
  const open = parts.flatMap((part) => endOf(part) ?? []);
  const begins = new Map<number, SheetSeries[]>();
  for (const part of open.length === 0 ? [] : parts) {
    const step = part.values.findIndex((value) => value > 0);
    if (step > 0) begins.set(step, [...(begins.get(step) ?? []), part]);
  }
  const found: Handover[] = [];
  for (const [step, began] of [...begins].sort(([a], [b]) => a - b)) {
    const ending = open.filter((end) => end.step <= step && step - end.step <= (end.zeroed ? 0 : LONGEST_PAUSE));
    const before = ending.reduce((sum, { total }) => sum + total, 0);
    const after = began.reduce((sum, { values }) => sum + (values[step] ?? 0), 0);
    if (before === 0 || after < LEAST * before || after > most(before)) continue;
    found.push({ step, ended: ending.map(({ part }) => part), began, before, after });
    for (const end of ending) open.splice(open.indexOf(end), 1);
  }
  return found;
}

interface End {
  readonly part: SheetSeries;
  /** The first step without it. */
  readonly step: number;
  /** Its last total. */
  readonly total: number;
  /** True where zeros stand behind its end. */
  readonly zeroed: boolean;
}

function endOf(part: SheetSeries): End | null {
  const { values } = part;
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  const positive = values.findLastIndex((value) => value > 0);
  const zeroed = positive !== -1 && values[positive + 1] === 0;
  if (zeroed) return { part, step: positive + 1, total: values[positive] ?? 0, zeroed };
  if (last === -1 || last === values.length - 1) return null;
  return { part, step: last + 1, total: values[last] ?? 0, zeroed };
}
