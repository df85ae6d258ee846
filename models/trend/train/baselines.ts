/** What can be said without learning. No accuracy is shown without these beside it. */
import { at } from "kilnjs";
import { labelRule, labelRules } from "../labels.js";
import { accuracy, confusion, mcc } from "../scores.js";
import { firstSameWeekday, sameWeekdayLastWeek } from "./baselines/same-weekday.js";
import type { TrendData } from "./dataset.js";
import type { PartName } from "./parts.js";
import type { TrendSettings } from "./settings.js";

/** Scores of the answers that need no model. */
export interface Baselines {
  /** Share of examples that increase. */
  readonly baseRate: number;
  /** Accuracy of always giving the answer that turns out to be the commoner one: no constant answer does better. */
  readonly majority: number;
  /** Accuracy of "it goes on as it went". */
  readonly persistence: number;
  readonly persistenceMcc: number;
}

/** The baselines on a part of the data. */
export function baselinesOf(data: TrendData, part: PartName, settings: TrendSettings): Baselines {
  const truth = truthOf(data, part, settings);
  const persistent = persistenceOf(data, part, settings);
  const counts = confusion({ truth, probability: persistent });
  const baseRate = mean(truth);
  return {
    baseRate,
    majority: Math.max(baseRate, 1 - baseRate),
    persistence: accuracy(counts),
    persistenceMcc: mcc(counts),
  };
}

/** 1 for each example of a part that increases. */
export function truthOf(data: TrendData, part: PartName, settings: TrendSettings): Uint8Array {
  return answersOf(data, part, labelRules[settings.label].increases);
}

/** 1 for each example of a part of which persistence says that it increases. */
export function persistenceOf(data: TrendData, part: PartName, settings: TrendSettings): Uint8Array {
  return answersOf(data, part, labelRules[settings.label].persists);
}

/**
 * 1 for each example of a part of which the same weekday last week says that it increases. For the first days of a table,
 * before which there is no such week, it says what persistence says.
 */
export function sameWeekdayOf(data: TrendData, part: PartName, settings: TrendSettings): Uint8Array {
  const rule = labelRules[settings.label];
  const first = firstSameWeekday(rule);
  return answersOf(data, part, (increments, target) =>
    target < first ? rule.persists(increments, target) : sameWeekdayLastWeek(rule, increments, target),
  );
}

/** The class of each example of a part, and what persistence says of it; undefined where there are two classes only. */
export function classesOf(
  data: TrendData,
  part: PartName,
  settings: TrendSettings,
): { truth: Uint8Array; persistence: Uint8Array } | undefined {
  const { classAt, persistedClassAt } = labelRule(settings.label);
  if (classAt === undefined || persistedClassAt === undefined) return undefined;
  return { truth: answersOf(data, part, classAt), persistence: answersOf(data, part, persistedClassAt) };
}

function answersOf(
  data: TrendData,
  part: PartName,
  rule: (increments: ArrayLike<number>, target: number) => boolean | number,
): Uint8Array {
  const { series, target } = data.parts[part];
  return Uint8Array.from(series, (number, i) => {
    const increments = data.table.series[number]?.increments ?? [];
    return Number(rule(increments, at(target, i)));
  });
}

function mean(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
