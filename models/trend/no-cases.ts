/**
 * Windows without a case. A model says something of them too, the same of each; but nothing in them tells whether cases will
 * come, and a number would pass for knowledge.
 */

/** The label of such a window, in the place of the model's own. */
export const NO_CASES = "no recent cases";

/** True where no day of a window has a case; corrections alone are none. */
export function hasNoCase(window: ArrayLike<number>): boolean {
  for (let day = 0; day < window.length; day++) if ((window[day] as number) > 0) return false;
  return true;
}
