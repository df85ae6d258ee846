/** The countries that a training learns from, by the rule that its settings name. */
import { centred, InputError } from "kilnjs";
import { labelRules } from "../labels.js";
import { growthRule, reportRule, type SelectionName, selectByGrowth, selectByIncrements } from "../selection.js";
import { splitByTime, type TimeSplit } from "../split.js";
import type { CaseTable } from "../table/case-table.js";
import { distinctSeries } from "../table/distinct-series.js";
import { targetDays } from "../windows.js";
import { allDays, isSplitInTime } from "./parts.js";
import type { TrendSettings } from "./settings.js";

/** What a rule chose. */
export interface Selection {
  readonly rule: SelectionName;
  /** What has to be met, in words. */
  readonly asks: string;
  /** Indices of the chosen series. */
  readonly selected: readonly number[];
  /** Names of the series that never vary, which go with nobody; empty where all are chosen. */
  readonly constant: readonly string[];
}

/**
 * The target days of each part; the same for all where the split is not in time.
 *
 * @throws InputError when the table is too short for three parts in time: it is then too short to say anything of.
 */
export function splitOf(table: CaseTable, settings: TrendSettings, file: string): TimeSplit {
  const { window, label, gap, trainShare, validationShare } = settings;
  const targets = targetDays(table.days, window, label);
  const least = gap === 0 ? window + labelRules[label].horizon : gap;
  const shares = { train: trainShare, validation: validationShare };
  const inTime = splitByTime(targets, least, shares, { file, days: table.days, window });
  return isSplitInTime(settings.splitBy) ? inTime : allDays(targets);
}

/**
 * Applies the rule of the settings. Copies of a series are left out: they would go with each other, and count twice.
 *
 * @param split asked for by `growth` alone, which looks at the training days.
 */
export function selectCountries(table: CaseTable, settings: TrendSettings, split: () => TimeSplit): Selection {
  const { selection: rule, label } = settings;
  const distinct = distinctSeries(table);
  if (rule === "all") return { rule, asks: "nothing", selected: distinct, constant: [] };
  const all = distinct.flatMap((i) => table.series[i]?.increments ?? []);
  const inTable = (chosen: readonly number[]) => chosen.flatMap((i) => distinct[i] ?? []);
  const own = rule === "report" ? reportRule : growthRule;
  const least = {
    threshold: settings.selectionThreshold || own.threshold,
    count: settings.selectionCount || own.count,
  };
  const asks = `more than ${least.count} with a correlation above ${least.threshold}`;
  const constant = table.series.flatMap(({ name, increments }) => (centred(increments) === null ? [name] : []));
  if (rule === "report") return { rule, asks, selected: inTable(selectByIncrements(all, least)), constant };
  const days = split().train.to + labelRules[label].horizon;
  const known = all.map((increments) => increments.subarray(0, days));
  return { rule, asks, selected: inTable(selectByGrowth(known, least)), constant };
}

/** @throws InputError when nobody was selected. */
export function refuseNone({ rule, asks, selected, constant }: Selection, { series }: CaseTable, file: string): void {
  if (selected.length > 0) return;
  const flat = constant.length === 0 ? "" : `; ${describeConstant(constant)}`;
  throw new InputError(`the rule "${rule}" selects none of ${series.length} countries: none has ${asks}${flat}`, {
    where: { file },
    next: "Learn from all: --set selection=all; or ask for less: --set selectionCount=N, --set selectionThreshold=R.",
  });
}

/** "47 countries never vary, so that they have no correlation (Albania, Algeria, Andorra and 44 more)". */
export function describeConstant(names: readonly string[]): string {
  const named = names.slice(0, 3).join(", ");
  const rest = names.length > 3 ? ` and ${names.length - 3} more` : "";
  const who =
    names.length === 1
      ? "1 country never varies, so that it has"
      : `${names.length} countries never vary, so that they have`;
  return `${who} no correlation (${named}${rest})`;
}
