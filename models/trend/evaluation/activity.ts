/**
 * Skill by how many cases a window has: of one without any nothing can be read, and of a handful a day chance decides more
 * than the epidemic does.
 */
import { hasNoCase } from "../no-cases.js";

/** Windows without a case, with few, with many. */
export const activityNames = ["none", "few", "many"] as const;

/** `none`, `few` or `many`. */
export type Activity = (typeof activityNames)[number];

/** From so many cases a day on, over the whole window, these are many: chance then moves a week by a tenth or less. */
const MANY_A_DAY = 10;

/** The activity of a window of daily increments; a correction takes none away. */
export function activityOf(window: ArrayLike<number>): Activity {
  if (hasNoCase(window)) return "none";
  let cases = 0;
  for (let day = 0; day < window.length; day++) cases += Math.max(0, window[day] as number);
  return cases < MANY_A_DAY * window.length ? "few" : "many";
}
