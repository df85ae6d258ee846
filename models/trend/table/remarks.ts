/** What the loader found, in sentences. */
import { normalizeName } from "../countries/normalize.js";
import { isoDate, parseIsoDate, weekday } from "../dates.js";
import type { CaseTable, CountryFindings, NegativeIncrement, TableFindings } from "./case-table.js";
import { WEEKDAYS, weeklyReportsInWords } from "./weekly-words.js";

const dateOrders = { iso: "year first", mdy: "month first", dmy: "day first" } as const;

/** How the table was read, and what was set aside. */
export function tableNotes({ findings, firstDay, days, series }: CaseTable): string[] {
  const last = isoDate(firstDay + days - 1);
  const { layout, encoding, delimiter, counts, column, provinces, aggregates, notCountries, ownTotals } = findings;
  const unlike = findings.sameCode.filter(({ names }) => new Set(names.map(normalizeName)).size > 1);
  return [
    `${series.length} ${series.length === 1 ? findings.seriesKind : plurals[findings.seriesKind]}, ${days} days of increments from ${isoDate(firstDay)} to ${last}${findings.simulated ? ", simulated" : ""}.`,
    `Layout ${layout}, ${findings.rows} rows, ${encoding}, cells separated by ${JSON.stringify(delimiter)}, dates ${dateOrders[findings.dateFormat]}.`,
    ...titles(findings),
    `Numbers: ${column === null ? "" : `column "${column}", `}${counts === "daily" ? "daily counts" : "running totals"} (${said(findings)}).`,
    ...(findings.indicator === null
      ? []
      : [
          `The column "${findings.indicator.column}" has several kinds of numbers: "${findings.indicator.taken}" is taken, ${list(findings.indicator.left.map((name) => JSON.stringify(name)))} left out.`,
        ]),
    ...firstTotals(findings),
    ...(provinces > 0 && findings.seriesKind === "country"
      ? [`${provinces} rows of provinces were summed into their countries.`]
      : []),
    ...(ownTotals.length > 0
      ? [`A row was the sum of the provinces, and was not added to them: ${list(ownTotals)}.`]
      : []),
    ...(findings.sortedDates ? [] : ["The days were not in order and were sorted."]),
    ...(findings.duplicates > 0 ? [`${findings.duplicates} values were there twice, the same, and count once.`] : []),
    ...(aggregates.length > 0 ? [`Left out, being sums: ${list(aggregates)}.`] : []),
    ...(notCountries.length > 0 ? [`No country: ${list(notCountries)}.`] : []),
    ...unlike.map(({ iso, names }) => `Series of their own under one code, ${iso}: ${list(names)}.`),
    ...missing(findings, "before", "Not yet reported at the table's beginning, where no case is counted"),
  ];
}

/** What a person should look at before the numbers are believed, each with the way to decide otherwise. */
export function tableWarnings({ findings }: CaseTable): string[] {
  const negative = findings.negativeIncrements;
  const worst = [...negative].sort((a, b) => a.value - b.value);
  const fewSeries = tooFewSeries(findings);
  const done = findings.negatives === "clip" ? "They are set to 0" : "They are kept as they are";
  return [
    ...countsWarnings(findings),
    ...(fewSeries === null ? [] : [fewSeries]),
    ...weekWarnings(findings),
    ...handovers(findings),
    ...findings.twins
      .slice(0, TOLD)
      .map(
        ({ places, cases }) =>
          `${places.length} series are one and the same on every day (${Math.round(cases)} cases each): ${list(places)}. Training, selection and scores count them once, as ${places[0]}; correct the table if they are copies by mistake.`,
      ),
    ...(findings.twins.length > TOLD
      ? [
          `${findings.twins.length - TOLD} more groups of series are one and the same, and count once: ${list(findings.twins.slice(TOLD).map(({ names }) => list(names, 3)))}.`,
        ]
      : []),
    ...similar(findings),
    ...(findings.gaps.length > 0
      ? [`Days that the table lacks, where no case is counted: ${list(findings.gaps)}.`]
      : []),
    ...missing(findings, "inside", "Missing values, filled so that no case is counted on those days"),
    ...missing(
      findings,
      "after",
      "No values at the table's end, where no case is counted (--set missing=drop leaves these countries out)",
    ),
    ...(findings.dropped.length > 0 ? [`Left out for missing values: ${list(findings.dropped)}.`] : []),
    ...(worst.length === 0
      ? []
      : [
          `${worst.length} negative increments (corrections): ${list(worst.map(inWords), 4)}. ${done} (--set negatives=keep, clip or refuse).`,
        ]),
    ...(findings.empty.length > 0 ? [`Without any value, left out: ${list(findings.empty)}.`] : []),
    ...(findings.unknownNames.length > 0
      ? [`Names that are on no list of countries, kept without a code: ${list(findings.unknownNames)}.`]
      : []),
  ];
}

const plurals = { country: "countries", state: "states", row: "rows" } as const;

function titles({ titles: lines }: TableFindings): string[] {
  if (lines.length === 0) return [];
  const shown = list(
    lines.map((line) => JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)),
    3,
  );
  return [`Above the header, left out: ${shown}.`];
}

/** The first total of a country stands in the table, but not among its cases. */
function firstTotals({ countries }: TableFindings): string[] {
  const first = countries.filter(({ firstTotal }) => firstTotal !== null && firstTotal !== 0);
  if (first.length === 0) return [];
  const sum = first.reduce((total, { firstTotal }) => total + (firstTotal ?? 0), 0);
  const largest = [...first].sort((a, b) => (b.firstTotal ?? 0) - (a.firstTotal ?? 0));
  return [
    `The first of a country's running totals has no increment and is not among its cases: ${sum} in all (${list(
      largest.map(({ name, firstTotal }) => `${name} ${firstTotal}`),
      4,
    )}).`,
  ];
}

/** So many rows of one series are a word worth. */
const MANY_ROWS = 100;

/** Rows that could be series of their own, where hardly anything else is left to learn from. */
function tooFewSeries({ countries, otherKinds, seriesKind }: TableFindings): string | null {
  const [largest] = [...countries].sort((a, b) => b.parts - a.parts);
  const ways = otherKinds.filter((kind) => kind !== "country").map((kind) => `--set series=${kind}`);
  if (largest === undefined || largest.parts < 2 || ways.length === 0) return null;
  const rows = countries.reduce((sum, { parts }) => sum + parts, 0);
  const each = ways.map((way) => way.slice(way.indexOf("=") + 1)).join(" or ");
  const offered = `${ways.join(" or ")} makes each ${each} a series of its own`;
  if (countries.length === 1) {
    return `${rows} rows became one series, ${largest.name}, which is too few to learn from: ${offered}.`;
  }
  return largest.parts < MANY_ROWS || seriesKind !== "country"
    ? null
    : `${largest.parts} rows became one series, ${largest.name}: ${offered}.`;
}

function weekWarnings(findings: TableFindings): string[] {
  const { period, weeks, weeklyReports, weeklyReportsAre, countries } = findings;
  const tooGood = "A day within a week so knows the rest of it, and scores from this table are too good.";
  if (period === "week") {
    const day = WEEKDAYS[weekday(parseIsoDate(countries[0]?.lastValue ?? "", "lastValue"))] ?? "";
    const read: Readonly<Record<string, string>> = {
      ISO: "They are ISO weeks, from Monday to Sunday.",
      columns: `The dates are the ${weeks?.edge} days of the weeks, as their column says.`,
      setting: `The dates are taken for the ${weeks?.edge} days of the weeks, as set.`,
      convention: `The date of a week is taken for its last day (a ${day}); if it is the first, say --set weekDate=first.`,
    };
    return [
      `One value a week: each day has a seventh of its week's cases. ${tooGood} ${read[weeks?.from ?? ""] ?? ""}`,
    ];
  }
  if (weeklyReports.length === 0) return [];
  const found = weeklyReportsInWords(weeklyReports, countries.length);
  const sentence = `${found.charAt(0).toUpperCase()}${found.slice(1)}`;
  return weeklyReportsAre === "spread"
    ? [`${sentence} in the table: each of these days has its share of the cases. ${tooGood}`]
    : [
        `${sentence}: a model takes those for days without a case. --set weekly=spread gives each of these days its share, and leaves all others as they are.`,
      ];
}

/** Handovers, and groups of copies, that are told one by one. */
const TOLD = 5;

function handovers({ handovers: found }: TableFindings): string[] {
  const more = found.slice(TOLD);
  return [
    ...found.slice(0, TOLD).map(handoverInWords),
    ...(more.length === 0
      ? []
      : [
          `${more.length} more times rows end where others begin: ${list(more.map(({ name, date }) => `${name} on ${date}`))}.`,
        ]),
  ];
}

function handoverInWords({ name, date, ended, began, before, after }: TableFindings["handovers"][number]): string {
  return `${name}: rows end where others begin, on ${date}. ${list(ended, 6)} end with ${before} cases, ${list(began, 6)} begin with ${after}; they are taken for one series, in which the ended rows are not counted again.`;
}

function similar({ similarNames }: TableFindings): string[] {
  if (similarNames.length === 0) return [];
  const groups = similarNames.map((rows) => rows.join(" and "));
  return [
    `Names that differ by case, spacing or accents only, and are counted apart: ${list(groups)}. Write them in one way if they are the same place.`,
  ];
}

function inWords({ name, date, value }: NegativeIncrement): string {
  return `${name} on ${date}: ${value}`;
}

function said({ countsFrom, falls }: TableFindings): string {
  if (countsFrom === "setting") return "as set";
  if (countsFrom === "name") return "as the column's name says";
  return `told from the numbers: ${percent(falls)} of the changes are falls`;
}

function countsWarnings({ counts, countsFrom, countsUnclear, falls }: TableFindings): string[] {
  if (countsFrom === "numbers" && counts === "daily") {
    return [
      `Many decreases (${percent(falls)} of the changes): these look like daily counts and are not differenced again. If they are running totals, say --set counts=cumulative.`,
    ];
  }
  if (!countsUnclear) return [];
  return [
    `${percent(falls)} of the changes are falls: the numbers could be daily counts. They are taken for running totals and differenced; say --set counts=daily or --set counts=cumulative.`,
  ];
}

function missing(findings: TableFindings, kind: keyof CountryFindings["missing"], what: string): string[] {
  const found = findings.countries.filter((country) => country.missing[kind] > 0);
  return found.length === 0
    ? []
    : [`${what}: ${list(found.map((country) => `${country.name} ${country.missing[kind]}`))}.`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 0)} %`;
}

function list(items: readonly (string | number)[], shown = 12): string {
  const more = items.length > shown ? ` and ${items.length - shown} more` : "";
  return items.slice(0, shown).join(", ") + more;
}
