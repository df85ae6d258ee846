/**
 * What an authority makes of infections: a part is found, days later, less at the weekend and the rest of it on Tuesday;
 * some countries say nothing at weekends, now and then a day is skipped, and now and then cases are taken back.
 */

import type { Random } from "kilnjs";
import { at } from "kilnjs";
import { poisson } from "./draws.js";
import { discreteGamma } from "./infections.js";

/** From infection to report: 3 to 16 days, mean about 8. */
const reportDelay = discreteGamma(16, 8, 3);

const SILENT_WEEKENDS = 0.08;
const SKIPPED_DAYS = 0.01;
/** Corrections per day and country: one day in about sixteen hundred. */
const CORRECTIONS = 0.0006;
/** Spread of a day's reports around what is expected, beyond chance. */
const REPORT_NOISE = 0.25;

/** Share of the open cases that are reported, Monday first. */
const weekShape = [0.8, 1, 0.95, 0.95, 0.92, 0.7, 0.55] as const;

/**
 * Reported new cases of each day; a correction makes a day negative.
 *
 * @param firstWeekday weekday of day 0, 0 = Monday.
 */
export function report(random: Random, infections: Float64Array, firstWeekday: number): Float64Array {
  const ascertainment = random.between(0.1, 0.6);
  const silent = random.uniform() < SILENT_WEEKENDS;
  // How much of the week's shape a country shows: some report evenly.
  const unevenness = random.between(0.3, 1);
  const reported = new Float64Array(infections.length);
  let open = 0;
  for (let day = 0; day < infections.length; day++) {
    const weekday = (firstWeekday + day) % 7;
    open += poisson(random, ascertainment * delayed(infections, day) * Math.exp(REPORT_NOISE * random.normal()));
    const skipped = random.uniform() < SKIPPED_DAYS || (silent && weekday >= 5);
    const share = skipped ? 0 : 1 - unevenness * (1 - at(weekShape, weekday, "weekday"));
    const today = Math.round(open * share);
    open -= today;
    reported[day] = today - correction(random, reported, day);
  }
  return reported;
}

function delayed(infections: Float64Array, day: number): number {
  let sum = 0;
  for (let s = 1; s <= reportDelay.length && s <= day; s++) {
    sum += (reportDelay[s - 1] as number) * (infections[day - s] as number);
  }
  return sum;
}

/** Cases taken back today: mostly none; else a part of the last weeks' cases, found to be counted twice. */
function correction(random: Random, reported: Float64Array, day: number): number {
  if (random.uniform() >= CORRECTIONS) return 0;
  let recent = 0;
  for (let back = 1; back <= 28 && back <= day; back++) recent += reported[day - back] as number;
  return Math.round(Math.max(0, recent) * random.between(0.05, 0.3));
}
