/** Rows of provinces, summed into their countries. */
import { at, InputError, type Where } from "kilnjs";
import { isoDate } from "../dates.js";
import type { Calendar } from "./calendar.js";
import { type Filled, fill, type MissingCells } from "./fill.js";
import { type Handover, handoversOf } from "./handover.js";
import type { MissingPolicy } from "./options.js";
import type { NamedSeries, SeriesPlace } from "./series-kind.js";
import type { SheetSeries } from "./sheet.js";

/** Values of one country, filled and summed over its rows. */
export interface CountrySum {
  readonly name: string;
  readonly place: SeriesPlace;
  /** Where its first row or column is. */
  readonly where: Where;
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
  /** Rows that took over from others of their country. */
  readonly handovers: readonly (Handover & { readonly name: string })[];
}

type Part = Filled & Pick<NamedSeries, "region" | "duplicates" | "place" | "where">;

/**
 * Fills and sums.
 *
 * @throws InputError naming a day without a value, where missing cells are refused.
 */
export function sumCountries(
  series: readonly NamedSeries[],
  counts: "cumulative" | "daily",
  calendar: Calendar,
  policy: MissingPolicy,
): CountrySums {
  const rows = new Map<string, NamedSeries[]>();
  const empty: string[] = [];
  for (const one of series) {
    if (one.values.every(Number.isNaN)) {
      empty.push(one.region === "" ? one.name : `${one.region}, ${one.name}`);
      continue;
    }
    const before = rows.get(one.name);
    if (before === undefined) rows.set(one.name, [one]);
    else before.push(one);
  }
  const ownTotals: string[] = [];
  const dropped: string[] = [];
  const handovers: (Handover & { readonly name: string })[] = [];
  const countries: CountrySum[] = [];
  for (const [name, all] of rows) {
    const found = counts === "cumulative" ? handoversOf(all) : [];
    handovers.push(...found.map((handover) => ({ ...handover, name })));
    const parts: Part[] = [];
    for (const one of all) {
      const filled = fill(one.values, counts);
      if (filled === null) continue; // sorted out above
      const whole = handedOver(filled, one, found);
      if (policy === "refuse" && whole.missing.inside + whole.missing.after > 0) refuse(one, whole.first, calendar);
      const { region, duplicates, place, where } = one;
      parts.push({ ...whole, region, duplicates, place, where });
    }
    const kept = withoutOwnTotal(parts);
    if (kept.length < parts.length) ownTotals.push(name);
    const [head, ...rest] = kept;
    if (head === undefined) continue;
    const sum = sumOf(name, head, rest);
    if (policy === "drop" && sum.missing.inside + sum.missing.after > 0) dropped.push(name);
    else countries.push(sum);
  }
  return { countries, empty, dropped, ownTotals, handovers };
}

/** A row that took over counts from then on, and one that ended until then: it is neither missing nor carried further. */
function handedOver(filled: Filled, row: NamedSeries, handovers: readonly Handover[]): Filled {
  const began = handovers.find((handover) => handover.began.includes(row));
  const ended = handovers.find((handover) => handover.ended.includes(row));
  if (began === undefined && ended === undefined) return filled;
  const values = filled.values.slice();
  if (began !== undefined) values.fill(0, 0, began.step);
  if (ended !== undefined) values.fill(0, ended.step);
  const { before, inside, after } = filled.missing;
  return {
    ...filled,
    values,
    missing: { before: began === undefined ? before : 0, inside, after: ended === undefined ? after : 0 },
  };
}

function sumOf(name: string, head: Part, rest: readonly Part[]): CountrySum {
  const { place, where } = head;
  if (rest.length === 0) return { ...head, name, parts: 1 };
  const values = Float64Array.from(head.values);
  for (const part of rest)
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + at(part.values, i, "day");
  const parts = [head, ...rest];
  const total = (count: (part: Part) => number) => parts.reduce((sum, part) => sum + count(part), 0);
  return {
    name,
    place,
    where,
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
    (value, i) => value === others.reduce((sum, part) => sum + at(part.values, i, "day"), 0),
  );
  return isSum ? others : parts;
}

function refuse(series: Pick<SheetSeries, "name" | "values" | "where">, first: number, calendar: Calendar): never {
  const step = series.values.findIndex((value, i) => i > first && Number.isNaN(value));
  const day = isoDate(calendar.firstDay + step * (calendar.period === "week" ? 7 : 1));
  throw new InputError(`no value for ${series.name} on ${day}`, {
    where: series.where,
    next: "Give the value; or say --set missing=carry (no case is counted on that day) or --set missing=drop (the country is left out).",
  });
}
