/**
 * The embedded epidemics: invented waves in real countries, for everybody who has no table at hand, and for tests of what
 * cannot be tested on real data, since here the true R is known. The same seed gives the same epidemics.
 */
import { Random } from "kilnjs";
import { dayNumber, weekday } from "../../dates.js";
import { type SimulatedCountry, simulatedCountries } from "./countries.js";
import { simulateInfections } from "./infections.js";
import { report } from "./reporting.js";
import { meanRevertingWalk } from "./walk.js";

/** One country's epidemic. */
export interface Epidemic {
  readonly country: SimulatedCountry;
  /** Reported new cases of each day. */
  readonly reported: Float64Array;
  /** The true effective reproduction number of each day. */
  readonly r: Float64Array;
}

/** Epidemics on one calendar. */
export interface Epidemics {
  readonly seed: number;
  /** Day number of the first day. */
  readonly firstDay: number;
  readonly days: number;
  readonly epidemics: readonly Epidemic[];
}

/** Days of the embedded table. */
const SIMULATED_DAYS = 420;

/** What a region's countries share of their changes, and what is each one's own (log R). */
const regionalWalk = { memory: 70, deviation: 0.28 };
const ownWalk = { memory: 45, deviation: 0.12 };

/** Simulates all countries. */
export function simulateEpidemics(seed: number, days = SIMULATED_DAYS): Epidemics {
  const firstDay = dayNumber(2020, 1, 22) ?? 0;
  const regions = new Map<string, { walk: Float64Array; arrival: number }>();
  const epidemics = simulatedCountries.map((country) => {
    const region = regions.get(country.region) ?? simulateRegion(seed, country.region, days);
    regions.set(country.region, region);
    const random = Random.seeded(seed, `epidemics/country/${country.iso}`);
    const own = meanRevertingWalk(random, days, ownWalk.memory, ownWalk.deviation);
    const logR = own.map((value, day) => value + (region.walk[day] as number));
    const arrival = region.arrival + random.integer(25);
    const { infections, r } = simulateInfections(random, logR, country.population, arrival);
    return { country, reported: report(random, infections, weekday(firstDay)), r };
  });
  return { seed, firstDay, days, epidemics };
}

function simulateRegion(seed: number, region: string, days: number): { walk: Float64Array; arrival: number } {
  const random = Random.seeded(seed, `epidemics/region/${region}`);
  const walk = meanRevertingWalk(random, days, regionalWalk.memory, regionalWalk.deviation);
  return { walk, arrival: random.integer(20) };
}
