/** A split by whole groups. */
import { InputError } from "../../../core/errors.js";
import type { Random } from "../../../core/random.js";
import type { PartName, Shares } from "./split-options.js";

/**
 * The part of each group: groups in random order go to the test part while they fit, then to the validation part.
 *
 * @param sizes rows of each group.
 * @throws InputError when there are fewer than three groups.
 */
export function groupSplit(sizes: ArrayLike<number>, shares: Shares, random: Random): readonly PartName[] {
  if (sizes.length < 3) {
    throw new InputError(`${sizes.length} ${sizes.length === 1 ? "group is" : "groups are"} too few for three parts`, {
      where: { field: "split" },
      next: "Give at least three groups, or split at random or by time.",
    });
  }
  const parts: PartName[] = Array.from({ length: sizes.length }, () => "training");
  const total = Array.from(sizes).reduce((sum, size) => sum + size, 0);
  let free = sizes.length;
  for (const part of ["test", "validation"] as const) {
    const wanted = Math.max(1, Math.round(total * shares[part]));
    let rows = 0;
    const left = Array.from(random.permutation(sizes.length)).filter((group) => parts[group] === "training");
    for (const group of left) {
      const size = sizes[group] as number;
      // One group stays for each part that has none yet.
      if (rows + size > wanted || free <= (part === "test" ? 2 : 1)) continue;
      parts[group] = part;
      rows += size;
      free -= 1;
    }
    if (rows > 0) continue;
    const smallest = left.reduce((best, group) => ((sizes[group] as number) < (sizes[best] as number) ? group : best));
    parts[smallest] = part;
    free -= 1;
  }
  return parts;
}
