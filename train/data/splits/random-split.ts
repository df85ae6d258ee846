/**
 * A random split of exact sizes, of rows that come once and in order: selection sampling (Knuth, The Art of Computer
 * Programming 2, 3.4.2, algorithm S), for each class on its own where it is stratified.
 */
import { InputError } from "../../../core/errors.js";
import type { Random } from "../../../core/random.js";
import { type PartName, partNames, type Shares } from "./split-options.js";

/** Rows of one class that are still to come, by the part that they will go to. */
type Left = Record<PartName, number>;

/**
 * A function that is asked once for each row, in order.
 *
 * @param counts rows of each class; one entry where it is not stratified.
 * @throws InputError when there are too few rows for three parts.
 */
export function randomSplit(counts: readonly number[], shares: Shares, random: Random): (stratum: number) => PartName {
  const strata = counts.map((count): Left => {
    const validation = Math.round(count * shares.validation);
    const test = Math.min(count - validation, Math.round(count * shares.test));
    return { training: count - validation - test, validation, test };
  });
  fillParts(strata);
  return (stratum) => {
    const left = strata[stratum] as Left;
    const all = left.training + left.validation + left.test;
    const drawn = random.integer(all);
    const part = drawn < left.training ? "training" : drawn < left.training + left.validation ? "validation" : "test";
    left[part] -= 1;
    return part;
  };
}

/** Classes so small that each rounds to nothing: a part that stays empty gets a row of the largest one. */
function fillParts(strata: readonly Left[]): void {
  const total = strata.reduce((sum, left) => sum + left.training + left.validation + left.test, 0);
  if (total < partNames.length) {
    throw new InputError(
      `${total === 1 ? "one row is" : `${total} rows are`} too few to be divided into training, validation and test`,
      {
        next: "Give more rows.",
      },
    );
  }
  for (const part of partNames) {
    if (strata.some((left) => left[part] > 0)) continue;
    const [from, donor] = largest(strata);
    from[donor] -= 1;
    from[part] += 1;
  }
}

function largest(strata: readonly Left[]): [Left, PartName] {
  let best: [Left, PartName] | undefined;
  for (const left of strata) {
    for (const part of partNames) if (best === undefined || left[part] > best[0][best[1]]) best = [left, part];
  }
  return best as [Left, PartName];
}
