/** Rows of provinces, summed into their countries. */
import { InputError } from "kilnjs";
import { isoDate } from "../dates.js";
import type { Calendar } from "./calendar.js";
import { type Filled, fill, type MissingCells } from "./fill.js";
import type { MissingPolicy } from "./options.js";
import type { SheetSeries } from "./sheet.js";

/** Values of one country, filled and summed over its rows. */
export interface CountrySum {
  readonly name: string;
  readonly values: Float64Array;
  /** Rows that were summed. */
  readonly parts: number;
  readonly missing: MissingCells;
  readonly duplicates: number;
  /** Indices of the first and the last value that any of its rows has. */
  readonly first: number;
  readonly last: number;
}

/** Countries, and what did not become one. */
export interface CountrySums {
  readonly countries: readonly CountrySum[];
  /** Names without any value. */
  readonly empty: readonly string[];
  /** Countries left out for missing cells, where that is the policy. */
  readonly dropped: readonly string[];
  /** Countries of which a row without a province was the sum of the others, and was not added to them. */
  readonly ownTotals: readonly string[];
}

type Part = Filled & { readonly region: string; readonly duplicates: number };

/**
 * Fills and sums.
 *
 * @throws InputError naming a day without a value, where missing cells are refused.
 */
export function sumCountries(
  series: readonly SheetSeries[],
  counts: "cumulative" | "daily",
  calendar: Calendar,
  policy: MissingPolicy,
): CountrySums {
  const parts = new Map<string, Part[]>();
  const empty: string[] = [];
  for (const one of series) {
    const filled = fill(one.values, counts);
    if (filled === null) {
      empty.push(one.region === "" ? one.name : `${one.region}, ${one.name}`);
      continue;
    }
    if (policy === "refuse" && filled.missing.inside + filled.missing.after > 0) refuse(one, filled.first, calendar);
    const part = { ...filled, region: one.region, duplicates: one.duplicates };
    const before = parts.get(one.name);
    if (before === undefined) parts.set(one.name, [part]);
    else before.push(part);
  }
  const ownTotals: string[] = [];
  const dropped: string[] = [];
  const countries: CountrySum[] = [];
  for (const [name, all] of parts) {
    const kept = withoutOwnTotal(all);
    if (kept.length < all.length) ownTotals.push(name);
    const sum = sumOf(name, kept);
    if (policy === "drop" && sum.missing.inside + sum.missing.after > 0) dropped.push(name);
    else countries.push(sum);
  }
  return { countries, empty, dropped, ownTotals };
}

function sumOf(name: string, parts: readonly Part[]): CountrySum {
  const [head, ...rest] = parts as [Part, ...Part[]];
  if (rest.length === 0) return { ...head, name, parts: 1 };
  const values = Float64Array.from(head.values);
  for (const part of rest)
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + (part.values[i] as number);
  const total = (count: (part: Part) => number) => parts.reduce((sum, part) => sum + count(part), 0);
  return {
    name,
    values,
    parts: parts.length,
    missing: {
      before: total(({ missing }) => missing.before),
      inside: total(({ missing }) => missing.inside),
      after: total(({ missing }) => missing.after),
    },
    duplicates: total(({ duplicates }) => duplicates),
    first: parts.reduce((first, part) => Math.min(first, part.first), values.length),
    last: parts.reduce((last, part) => Math.max(last, part.last), 0),
  };
}

/**
 * The parts without a row that has no province and is on every day the sum of two others or more: it would count everybody
 * twice. In the table of Johns Hopkins University such a row is a part like the others.
 */
function withoutOwnTotal(parts: readonly Part[]): readonly Part[] {
  const others = parts.filter(({ region }) => region !== "");
  const whole = parts.find(({ region }) => region === "");
  if (whole === undefined || others.length < 2 || whole.values.every((value) => value === 0)) return parts;
  const isSum = whole.values.every(
    (value, i) => value === others.reduce((sum, part) => sum + (part.values[i] as number), 0),
  );
  return isSum ? others : parts;
}

function refuse(series: SheetSeries, first: number, calendar: Calendar): never {
  const step = series.values.findIndex((value, i) => i > first && Number.isNaN(value));
  const day = isoDate(calendar.firstDay + step * (calendar.period === "week" ? 7 : 1));
  throw new InputError(`no value for ${series.name} on ${day}`, {
    where: series.where,
    next: "Give the value; or say --set missing=carry (no case is counted on that day) or --set missing=drop (the country is left out).",
  });
}
