/** `kiln data trend`: what the loader finds in a table, and the embedded tables as files. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "kilnjs";
import { FailedError } from "kilnjs";
import type { DataReport, RecipeData } from "kilnjs/train";
import { messageOf, writeAtomically } from "kilnjs/train";
import { isoDate } from "../dates.js";
import type { CaseSeries, CaseTable, CountryFindings } from "../table/case-table.js";
import { tableNotes, tableWarnings } from "../table/remarks.js";
import { loadTable } from "./dataset.js";
import type { TrendSettings } from "./settings.js";
import { simulateEpidemics } from "./simulate/epidemics.js";
import { casesCsv, trueRCsv } from "./simulate/table.js";

/** The data side of `trend`. */
export const trendDataCommands: RecipeData<TrendSettings> = {
  async describe({ settings, seed, data }) {
    const loaded = loadTable({ settings, seed, data });
    const { warnings, ...shown } = report(loaded.table, loaded.summary);
    return { ...shown, warnings: [...loaded.warnings, ...warnings] };
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
  const rows = table.series.map((series, i) => rowOf(series, findings.countries[i] as CountryFindings));
  return {
    summary,
    columns: [...columns],
    rows,
    notes: tableNotes(table),
    warnings: tableWarnings(table),
    json: {
      summary: summary as unknown as JsonObject,
      firstDay: isoDate(table.firstDay),
      days: table.days,
      findings: findings as unknown as JsonObject,
      countries: table.series.map((series, i) => ({
        ...(findings.countries[i] as unknown as JsonObject),
        iso: series.iso,
        cases: casesOf(series),
        zeroDays: zeroDaysOf(series),
      })),
    },
  };
}

const columns = [
  "country",
  "iso",
  "cases",
  "0 days",
  "negative",
  "missing",
  "not yet",
  "ended",
  "twice",
  "rows",
] as const;

function rowOf(series: CaseSeries, found: CountryFindings): (string | number | null)[] {
  const { missing, negative, duplicates, parts } = found;
  const cells = [negative, missing.inside, missing.before, missing.after, duplicates, parts];
  return [series.name, series.iso, Math.round(casesOf(series)), zeroDaysOf(series), ...cells];
}

function casesOf({ increments }: CaseSeries): number {
  return increments.reduce((sum, cases) => sum + cases, 0);
}

function zeroDaysOf({ increments }: CaseSeries): number {
  return increments.filter((cases) => cases === 0).length;
}
