/** `kiln data trend`: what the loader finds in a table, and the embedded tables as files. */
import { join } from "node:path";
import type { JsonObject } from "kilnjs";
import { at, InputError } from "kilnjs";
import type { DataReport, RecipeData } from "kilnjs/train";
import { writeAtomically } from "kilnjs/train";
import { isoDate } from "../dates.js";
import type { CaseSeries, CaseTable, CountryFindings } from "../table/case-table.js";
import { tableNotes, tableWarnings } from "../table/remarks.js";
import { loadTable } from "./dataset.js";
import { describeConstant, type Selection, selectCountries, splitOf } from "./select-countries.js";
import type { TrendSettings } from "./settings.js";
import { simulateEpidemics } from "./simulate/epidemics.js";
import { casesCsv, trueRCsv } from "./simulate/table.js";

/** The data side of `trend`. */
export const trendDataCommands: RecipeData<TrendSettings> = {
  reads: "a CSV table",
  async describe({ settings, seed, data }) {
    const loaded = loadTable({ settings, seed, data });
    const { table, summary, file } = loaded;
    const { warnings, ...shown } = report(table, summary, selectionOf(table, settings, file));
    return { ...shown, warnings: [...loaded.warnings, ...warnings] };
  },

  async write({ out, seed }) {
    const epidemics = simulateEpidemics(seed);
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

type SelectionReport = Pick<DataReport, "notes" | "warnings" | "json">;

/** What the selection makes of a table, or why nothing can be said of it: other than training, that is no failure. */
function selectionOf(table: CaseTable, settings: TrendSettings, file: string): SelectionReport {
  try {
    const selection = selectCountries(table, settings, () => splitOf(table, settings, file));
    return describeSelection(table, selection);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { notes: [], warnings: [`Which countries are selected cannot be told: ${error.reason}.`], json: {} };
  }
}

function describeSelection(table: CaseTable, { rule, asks, selected, constant }: Selection): SelectionReport {
  const countries = selected.map((i) => table.series[i]?.name ?? "");
  const asked = rule === "all" ? "" : ` (countries that have ${asks})`;
  const names = rule === "all" || countries.length === 0 ? "" : `: ${countries.join(", ")}`;
  return {
    notes: [
      `The selection "${rule}"${asked} takes ${countries.length} of ${table.series.length} countries${names}.`,
      ...(constant.length === 0 ? [] : [`${describeConstant(constant)}.`]),
    ],
    warnings: selected.length === 0 ? ["Nobody is selected: training refuses this table with this selection."] : [],
    json: { selection: { rule, countries, constant: [...constant] } },
  };
}

function report(table: CaseTable, summary: DataReport["summary"], selection: SelectionReport): DataReport {
  const { findings } = table;
  const rows = table.series.map((series, i) => rowOf(series, at(findings.countries, i)));
  return {
    summary,
    columns: [...columns],
    rows,
    notes: [...tableNotes(table), ...selection.notes],
    warnings: [...tableWarnings(table), ...selection.warnings],
    json: {
      summary: summary as unknown as JsonObject,
      ...selection.json,
      firstDay: isoDate(table.firstDay),
      days: table.days,
      findings: findings as unknown as JsonObject,
      countries: table.series.map((series, i) => ({
        ...(at(findings.countries, i) as unknown as JsonObject),
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
