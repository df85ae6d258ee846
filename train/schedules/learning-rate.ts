/** What the learning rate is multiplied by while training goes on: pure functions of where it is. */
import type { Clock } from "../recipe.js";

/** Names of the schedules. The plateau multiplies each of them (`plateauPatience`). */
export const rateSchedules = ["constant", "cosine", "oneCycle", "step"] as const;

/** The name of a schedule. */
export type RateSchedule = (typeof rateSchedules)[number];

/** What the rate follows. */
export interface RateOptions {
  readonly schedule: RateSchedule;
  /** Steps in which the rate rises from almost nothing, before the schedule begins; 0 = none. */
  readonly warmupSteps: number;
  /** Where `cosine` and `oneCycle` end, as a share of the rate. */
  readonly rateFloor: number;
  /** Epochs between two falls of `step`, and what the rate is multiplied by then. */
  readonly stepEpochs: number;
  readonly stepFactor: number;
}

/** Share of a cycle in which its rate rises (Smith and Topin 2019). */
const RISE = 0.3;

/** Share of the highest rate at which a cycle begins. */
const BEGIN = 1 / 25;

/** The factor at a moment. */
export function rateFactor(options: RateOptions, clock: Clock): number {
  const { warmupSteps, schedule } = options;
  if (clock.step < warmupSteps) return ((clock.step + 1) / (warmupSteps + 1)) * clock.plateau;
  // Nothing is multiplied where nothing falls: a rate that was set is used to the last bit.
  if (schedule === "constant") return clock.plateau;
  return clock.plateau * falling(options, clock);
}

function falling({ schedule, warmupSteps, rateFloor, stepEpochs, stepFactor }: RateOptions, clock: Clock): number {
  if (schedule === "step") return stepFactor ** Math.floor(clock.epoch / stepEpochs);
  const length = Math.max(1, clock.totalSteps - warmupSteps);
  const done = Math.min(1, (clock.step - warmupSteps) / length);
  if (schedule === "cosine") return between(1, rateFloor, done);
  return done < RISE ? between(BEGIN, 1, done / RISE) : between(1, rateFloor, (done - RISE) / (1 - RISE));
}

/** Half a wave of a cosine from one value to another (Loshchilov and Hutter 2017). */
function between(from: number, to: number, share: number): number {
  return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * share));
}
