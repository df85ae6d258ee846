/** Training and validation pictures. */
import { at, InputError, Random } from "kilnjs";
import type { PictureSet } from "./picture-set.js";

/** Indices into the set, ascending. */
export interface Split {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Splits by whole groups of equal and nearly equal pictures, at random by the seed: no picture is on both sides. As near to the share as
 * groups allow, with at least one picture on each side.
 *
 * @param validation share of the pictures to keep for validation, above 0 and below 1.
 * @throws InputError when all pictures are in one group, or there is only one.
 */
export function splitPictures(
  set: Pick<PictureSet, "count" | "groups">,
  { validation, seed }: { validation: number; seed: number },
): Split {
  const sizes = new Uint32Array(set.groups.reduce((most, group) => Math.max(most, group + 1), 0));
  for (const group of set.groups) sizes[group] = (sizes[group] as number) + 1;
  if (sizes.length < 2) {
    const what = set.count === 1 ? "there is only one picture" : `all ${set.count} pictures are equal, or nearly so`;
    throw new InputError(`${what}: nothing is left to validate on`, { next: "Give at least two different pictures." });
  }
  const wanted = Math.max(1, Math.round(set.count * validation));
  const held = chooseGroups(sizes, wanted, Random.seeded(seed, "faces/split"));
  const side = (value: boolean) =>
    Uint32Array.from({ length: set.count }, (_, index) => index).filter(
      (index) => held.has(at(set.groups, index, "picture")) === value,
    );
  return { training: side(false), validation: side(true) };
}

/** Groups in random order while they fit; when none fits, the smallest one. */
function chooseGroups(sizes: Uint32Array, wanted: number, random: Random): Set<number> {
  const chosen = new Set<number>();
  let pictures = 0;
  for (const group of random.permutation(sizes.length)) {
    const size = sizes[group] as number;
    if (pictures + size > wanted || chosen.size + 1 === sizes.length) continue;
    chosen.add(group);
    pictures += size;
    if (pictures === wanted) break;
  }
  if (chosen.size === 0) chosen.add(sizes.indexOf(Math.min(...sizes)));
  return chosen;
}
