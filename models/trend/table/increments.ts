/** From totals or counts, by day or by week, to cases a day. */
import type { Calendar } from "./calendar.js";

/** Increments of running totals: one fewer than there are totals. */
export function differences(totals: Float64Array): Float64Array {
  const increments = new Float64Array(Math.max(0, totals.length - 1));
  for (let day = 0; day < increments.length; day++) {
    increments[day] = (totals[day + 1] as number) - (totals[day] as number);
  }
  return increments;
}

/** Cases a day, from filled values. A week is spread: each of its days gets a seventh. */
export function dailyIncrements(
  values: Float64Array,
  counts: "cumulative" | "daily",
  period: Calendar["period"],
): Float64Array {
  const increments = counts === "daily" ? values : differences(values);
  if (period === "day") return increments;
  return Float64Array.from(
    { length: increments.length * 7 },
    (_, day) => (increments[Math.floor(day / 7)] as number) / 7,
  );
}

/**
 * The day of the first increment. Running totals begin with the day after the first of them; a week is written under its
 * last day, as WHO does.
 */
export function firstIncrementDay({ firstDay, period }: Calendar, counts: "cumulative" | "daily"): number {
  if (counts === "cumulative") return firstDay + 1;
  return period === "week" ? firstDay - 6 : firstDay;
}
