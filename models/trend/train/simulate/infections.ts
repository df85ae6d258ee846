/**
 * How many people are infected each day: the renewal equation (Cori et al. 2013), I(t) ~ R(t) * sum of w(s) I(t - s), with
 * immunity and with people who become careful when they hear of many cases.
 */
import type { Random } from "kilnjs";
import { poisson } from "./draws.js";

/** Daily infections of one country, and the R that made them. */
export interface Infections {
  readonly infections: Float64Array;
  /** The effective reproduction number of each day. */
  readonly r: Float64Array;
}

/** Generation time, days 1 to 14: a gamma distribution of mean 5.2 and deviation 2.3 days, cut and scaled to 1. */
const generationTime = discreteGamma(14, 5.2, 2.3);

/** R before anything changes it. */
const BASE_R = 1.15;

/** Infections a day for 100,000 people at which carefulness has brought R down to a half. */
const HALVING_INCIDENCE = 80;

/** Days over which people look back. */
const ATTENTION = 14;

/** Spread of a day's infections around what R says, beyond chance: superspreading, and clusters found together. */
const DAY_NOISE = 0.3;

/**
 * Simulates one country.
 *
 * @param logR deviations of log R from its base, of each day.
 * @param arrival day of the first case.
 */
export function simulateInfections(
  random: Random,
  logR: Float64Array,
  population: number,
  arrival: number,
): Infections {
  const days = logR.length;
  const infections = new Float64Array(days);
  const r = new Float64Array(days);
  // Large countries have more travellers, though not in proportion.
  const imports = 0.4 * Math.sqrt(population / 1e6);
  let infected = 0;
  let recent = 0;
  for (let day = 0; day < days; day++) {
    const incidence = (recent / ATTENTION / population) * 1e5;
    const susceptible = 1 - infected / population;
    r[day] = (BASE_R * Math.exp(logR[day] as number) * susceptible) / (1 + incidence / HALVING_INCIDENCE);
    if (day < arrival) continue;
    const noise = Math.exp(DAY_NOISE * random.normal() - DAY_NOISE ** 2 / 2);
    const expected = (r[day] as number) * pressure(infections, day) * noise + imports * (day < arrival + 21 ? 1 : 0.1);
    const today = Math.min(poisson(random, expected), population - infected);
    infections[day] = today;
    infected += today;
    recent += today - (infections[day - ATTENTION] ?? 0);
  }
  return { infections, r };
}

function pressure(infections: Float64Array, day: number): number {
  let sum = 0;
  for (let s = 1; s <= generationTime.length && s <= day; s++) {
    sum += (generationTime[s - 1] as number) * (infections[day - s] as number);
  }
  return sum;
}

/** Weights of a gamma distribution at whole days 1..length. */
export function discreteGamma(length: number, mean: number, deviation: number): Float64Array {
  const shape = (mean / deviation) ** 2;
  const rate = mean / deviation ** 2;
  const weights = Float64Array.from({ length }, (_, i) => (i + 1) ** (shape - 1) * Math.exp(-rate * (i + 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
