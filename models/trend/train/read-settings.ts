/** Settings that say how a table is read; `docs/trend-data.md` tells when each is needed. */
import { z } from "zod";
import {
  countKinds,
  dateFormats,
  decimalMarks,
  gapPolicies,
  missingPolicies,
  negativePolicies,
  seriesKinds,
  weekDates,
  weeklyPolicies,
} from "../table/options.js";

/** Keys with the names of `ReadOptions`, for a recipe's settings. */
export const readSettings = {
  counts: z
    .enum(countKinds)
    .default("auto")
    .describe("what the table's numbers are: auto, cumulative (running totals) or daily"),
  dateFormat: z
    .enum(dateFormats)
    .default("auto")
    .describe("order of the dates: auto, iso (year first), mdy (month first) or dmy (day first)"),
  column: z.string().default("").describe("column of a long table that holds the numbers; empty = found by its name"),
  negatives: z.enum(negativePolicies).default("keep").describe("corrections below zero: keep, clip (to 0) or refuse"),
  missing: z
    .enum(missingPolicies)
    .default("carry")
    .describe("missing cells: carry (no case is counted), drop (the country) or refuse"),
  gaps: z.enum(gapPolicies).default("refuse").describe("days that the table lacks: refuse, or carry as missing cells"),
  weekly: z
    .enum(weeklyPolicies)
    .default("refuse")
    .describe("a week's cases under one day: refuse, spread over its days, or keep (in a table of days)"),
  weekDate: z
    .enum(weekDates)
    .default("auto")
    .describe("the day that a weekly table's date is: auto, first or last of its week"),
  series: z.enum(seriesKinds).default("country").describe("what becomes one series: country, state or row"),
  decimal: z
    .enum(decimalMarks)
    .default("auto")
    .describe("the mark before a fraction: auto, point or comma; the other one separates thousands"),
} as const;
