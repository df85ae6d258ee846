/** `kiln data trend`: what the loader finds in a table, and the embedded tables as files. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FailedError } from "../../models/errors.js";
import type { JsonObject } from "../../models/json.js";
import { isoDate } from "../../models/trend/dates.js";
import type { CaseSeries, CaseTable } from "../../models/trend/table/case-table.js";
import type { DataReport, RecipeData } from "../recipe.js";
import { messageOf, writeAtomically } from "../run/files.js";
import { loadTable } from "./dataset.js";
import type { TrendSettings } from "./settings.js";
import { simulateEpidemics } from "./simulate/epidemics.js";
import { casesCsv, trueRCsv } from "./simulate/table.js";

/** The data side of `trend`. */
export const trendDataCommands: RecipeData<TrendSettings> = {
  async describe({ settings, seed, data }) {
    const { table, summary } = loadTable({ settings, seed, data });
    return report(table, summary);
  },

  async write({ out, seed }) {
    const epidemics = simulateEpidemics(seed);
    try {
      mkdirSync(out, { recursive: true });
    } catch (cause) {
      throw new FailedError(`the folder cannot be made: ${messageOf(cause)}`, { where: { file: out }, cause });
    }
    const files = {
      [`simulated_epidemics_seed${seed}_confirmed.csv`]: casesCsv(epidemics),
      [`simulated_epidemics_seed${seed}_true_r.csv`]: trueRCsv(epidemics),
    };
    return Object.entries(files).map(([name, text]) => {
      writeAtomically(join(out, name), [text]);
      return join(out, name);
    });
  },
};

function report(table: CaseTable, summary: DataReport["summary"]): DataReport {
  const { findings } = table;
  const negatives = new Map<string, number>();
  for (const { name } of findings.negativeIncrements) negatives.set(name, (negatives.get(name) ?? 0) + 1);
  const describeSeries = (series: CaseSeries): (string | number | null)[] => [
    series.name,
    series.iso,
    series.increments.reduce((sum, cases) => sum + cases, 0),
    series.increments.filter((cases) => cases === 0).length,
    negatives.get(series.name) ?? 0,
    findings.filledCells[series.name] ?? 0,
  ];
  const columns = ["country", "iso", "cases", "days without a case", "negative days", "filled cells"];
  const rows = table.series.map(describeSeries);
  return {
    summary,
    columns,
    rows,
    notes: notesOn(table, summary.simulated),
    warnings: warningsOn(table),
    json: {
      summary: summary as unknown as JsonObject,
      firstDay: isoDate(table.firstDay),
      days: table.days,
      findings: findings as unknown as JsonObject,
      countries: table.series.map((series, i) => ({
        name: series.name,
        iso: series.iso,
        cases: rows[i]?.[2] ?? null,
        negativeDays: negatives.get(series.name) ?? 0,
        filledCells: findings.filledCells[series.name] ?? 0,
      })),
    },
  };
}

function notesOn({ findings, firstDay, days, series }: CaseTable, simulated: boolean): string[] {
  const last = isoDate(firstDay + days - 1);
  return [
    `${series.length} countries, ${days} days of increments from ${isoDate(firstDay)} to ${last}${simulated ? ", simulated" : ""}.`,
    `Layout ${findings.layout}, ${findings.encoding}, cells separated by ${JSON.stringify(findings.delimiter)}, counts ${findings.counts}.`,
    ...(findings.provinces > 0 ? [`${findings.provinces} rows of provinces were summed into their countries.`] : []),
    ...(findings.sortedDates ? [] : ["The days were not in order and were sorted."]),
    ...(findings.aggregates.length > 0 ? [`Left out, being sums: ${list(findings.aggregates)}.`] : []),
    ...(findings.notCountries.length > 0 ? [`No country: ${list(findings.notCountries)}.`] : []),
  ];
}

function warningsOn({ findings }: CaseTable): string[] {
  const filled = Object.entries(findings.filledCells);
  const negative = findings.negativeIncrements;
  const worst = [...negative].sort((a, b) => a.value - b.value)[0];
  return [
    ...(findings.counts === "daily"
      ? [
          "The numbers are taken for daily counts, not running totals; say so with --set counts=daily or counts=cumulative.",
        ]
      : []),
    ...(filled.length > 0
      ? [`Missing totals were carried forward: ${list(filled.map(([name, count]) => `${name} ${count}`))}.`]
      : []),
    ...(worst !== undefined
      ? [
          `${negative.length} increments are negative (corrections), the largest on ${worst.date} in ${worst.name}: ${worst.value}. They are kept as they are.`,
        ]
      : []),
    ...(findings.emptyRows.length > 0 ? [`Rows without any value, left out: ${list(findings.emptyRows)}.`] : []),
    ...(findings.unknownNames.length > 0
      ? [`Names that are on no list of countries, kept without a code: ${list(findings.unknownNames)}.`]
      : []),
  ];
}

function list(items: readonly (string | number)[], shown = 12): string {
  const more = items.length > shown ? ` and ${items.length - shown} more` : "";
  return items.slice(0, shown).join(", ") + more;
}
