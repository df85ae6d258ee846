/** The true R of simulated epidemics, found by name and date: beside the table, and never in a model's inputs. */
import type { Epidemics } from "./epidemics.js";

/** The effective reproduction number of a country on a day (a day number), or undefined where it is not known. */
export type TrueR = (country: string, day: number) => number | undefined;

/** Looks up what `simulateEpidemics` made. */
export function trueROf({ firstDay, epidemics }: Epidemics): TrueR {
  const byName = new Map(epidemics.map(({ country, r }) => [country.name, r]));
  return (country, day) => byName.get(country)?.[day - firstDay];
}
