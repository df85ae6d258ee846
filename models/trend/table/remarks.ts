/** What the loader found, in sentences. */
import { isoDate } from "../dates.js";
import type { CaseTable, CountryFindings, NegativeIncrement, TableFindings } from "./case-table.js";

const dateOrders = { iso: "year first", mdy: "month first", dmy: "day first" } as const;

/** How the table was read, and what was set aside. */
export function tableNotes({ findings, firstDay, days, series }: CaseTable): string[] {
  const last = isoDate(firstDay + days - 1);
  const { layout, encoding, delimiter, counts, column, provinces, aggregates, notCountries, ownTotals } = findings;
  return [
    `${series.length} countries, ${days} days of increments from ${isoDate(firstDay)} to ${last}${findings.simulated ? ", simulated" : ""}.`,
    `Layout ${layout}, ${findings.rows} rows, ${encoding}, cells separated by ${JSON.stringify(delimiter)}, dates ${dateOrders[findings.dateFormat]}.`,
    `Numbers: ${column === null ? "" : `column "${column}", `}${counts === "daily" ? "daily counts" : "running totals"} (${said(findings)}).`,
    ...(provinces > 0 ? [`${provinces} rows of provinces were summed into their countries.`] : []),
    ...(ownTotals.length > 0
      ? [`A row was the sum of the provinces, and was not added to them: ${list(ownTotals)}.`]
      : []),
    ...(findings.sortedDates ? [] : ["The days were not in order and were sorted."]),
    ...(findings.duplicates > 0 ? [`${findings.duplicates} values were there twice, the same, and count once.`] : []),
    ...(aggregates.length > 0 ? [`Left out, being sums: ${list(aggregates)}.`] : []),
    ...(notCountries.length > 0 ? [`No country: ${list(notCountries)}.`] : []),
    ...findings.sameCode.map(({ iso, names }) => `Series of their own under one code, ${iso}: ${list(names)}.`),
    ...missing(findings, "before", "Not yet reported at the table's beginning, where no case is counted"),
  ];
}

/** What a person should look at before the numbers are believed, each with the way to decide otherwise. */
export function tableWarnings({ findings }: CaseTable): string[] {
  const negative = findings.negativeIncrements;
  const worst = [...negative].sort((a, b) => a.value - b.value);
  const done = findings.negatives === "clip" ? "They are set to 0" : "They are kept as they are";
  return [
    ...countsWarnings(findings),
    ...(findings.period === "week"
      ? [
          "One value a week: each day has a seventh of its week's cases. A day within a week so knows the rest of it, and scores from this table are too good.",
        ]
      : []),
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
