/** The policy on increments below zero: corrections of what was reported before. */
import { InputError } from "kilnjs";
import { isoDate } from "../dates.js";
import type { CaseSeries, NegativeIncrement } from "./case-table.js";
import type { NegativePolicy } from "./options.js";

/** Lists the negative increments of all series. */
export function negativesOf(series: readonly CaseSeries[], firstDay: number): NegativeIncrement[] {
  const found: NegativeIncrement[] = [];
  for (const { name, increments } of series) {
    for (let day = 0; day < increments.length; day++) {
      const value = increments[day] as number;
      if (value < 0) found.push({ name, date: isoDate(firstDay + day), value });
    }
  }
  return found;
}

/**
 * The series with the policy applied: `clip` sets them to 0, which adds cases that were taken back.
 *
 * @throws InputError naming the first one where they are refused.
 */
export function applyNegativePolicy(
  series: readonly CaseSeries[],
  negatives: readonly NegativeIncrement[],
  policy: NegativePolicy,
  file: string,
): readonly CaseSeries[] {
  const first = negatives[0];
  if (policy === "keep" || first === undefined) return series;
  if (policy === "clip") {
    return series.map((one) => ({ ...one, increments: one.increments.map((value) => Math.max(0, value)) }));
  }
  throw new InputError(
    `${first.name} has ${first.value} cases on ${first.date}, and ${negatives.length - 1} more increments are negative`,
    { where: { file }, next: "Correct the table; or say --set negatives=keep or --set negatives=clip." },
  );
}
