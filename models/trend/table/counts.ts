/** Whether a table's numbers are running totals or daily counts: differencing daily counts would be the silent fault. */
import { InputError } from "kilnjs";
import { countsOfHeading } from "./headings.js";
import type { CountKind } from "./options.js";

/** What the numbers are taken for, and why. */
export interface Counts {
  readonly counts: "cumulative" | "daily";
  readonly from: "setting" | "name" | "numbers";
  /** Falls among the changes from one known value to the next; 0 when nothing changes. */
  readonly falls: number;
  /** True when the numbers could be either, and nothing else told. */
  readonly unclear: boolean;
}

/**
 * Running totals hardly ever fall (once in a thousand days in the table of Johns Hopkins University); daily counts fall
 * every third day or more. Between the two is doubt.
 */
const DAILY_SHARE = 0.25;
const TOTAL_SHARE = 0.05;

/** So many changes, not one of them a fall, are no daily counts. */
const RISES_OF_TOTALS = 50;

/**
 * Decides by the setting, then the heading, then the numbers.
 *
 * @param heading the heading over the numbers, null where there is none.
 * @throws InputError when heading and numbers contradict each other.
 */
export function countsOf(
  series: readonly { readonly values: Float64Array }[],
  heading: string | null,
  asked: CountKind,
  file: string,
): Counts {
  const { falls, changes } = changesOf(series);
  const share = changes === 0 ? 0 : falls / changes;
  if (asked !== "auto") return { counts: asked, from: "setting", falls: share, unclear: false };
  const said = heading === null ? null : countsOfHeading(heading);
  if (said === null) {
    const counts = share > DAILY_SHARE ? "daily" : "cumulative";
    return { counts, from: "numbers", falls: share, unclear: share > TOTAL_SHARE && share <= DAILY_SHARE };
  }
  const daily = share > DAILY_SHARE && changes >= 10;
  if (said === "cumulative" ? daily : falls === 0 && changes >= RISES_OF_TOTALS) {
    throw new InputError(
      `the column "${heading}" says ${words[said]}, but ${said === "cumulative" ? `${percent(share)} of the changes are falls` : "the numbers never fall"}`,
      { where: { file }, next: "Say what they are with --set counts=cumulative or --set counts=daily." },
    );
  }
  return { counts: said, from: "name", falls: share, unclear: false };
}

const words = { cumulative: "running totals", daily: "daily counts" } as const;

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function changesOf(series: readonly { readonly values: Float64Array }[]): { falls: number; changes: number } {
  let falls = 0;
  let changes = 0;
  for (const { values } of series) {
    let before = Number.NaN;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      if (value < before) falls += 1;
      if (value !== before && !Number.isNaN(before)) changes += 1;
      before = value;
    }
  }
  return { falls, changes };
}
