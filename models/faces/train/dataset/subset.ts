/** Some pictures of a set, as a set. */
import { createHash } from "node:crypto";
import { FACTORS } from "../draw/factors.js";
import type { PictureSet } from "./picture-set.js";

/** The pictures at `chosen`, in that order. Closing it is closing `pictures`. */
export function subset(pictures: PictureSet, chosen: Uint32Array): PictureSet {
  const { factors } = pictures;
  const width = FACTORS.length;
  const at = (index: number) => {
    const original = chosen[index];
    if (original === undefined) throw new RangeError(`there is no picture ${index}`);
    return original;
  };
  return {
    ...pictures,
    count: chosen.length,
    hash: createHash("sha256").update(pictures.hash).update(new Uint8Array(chosen.slice().buffer)).digest("hex"),
    groups: renumbered(chosen.map((index) => pictures.groups[index] as number)),
    factors:
      factors &&
      Uint8Array.from({ length: chosen.length * width }, (_, i) => {
        return factors[at(Math.floor(i / width)) * width + (i % width)] as number;
      }),
    name: (index) => pictures.name(at(index)),
    read: async (indices, into) => await pictures.read(indices.map(at), into),
  };
}

/** The same groups, numbered from 0 without gaps. */
function renumbered(groups: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>();
  return groups.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}
