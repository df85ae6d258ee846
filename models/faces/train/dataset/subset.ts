/** Some pictures of a set, as a set. */
import { createHash } from "node:crypto";
import { at } from "kilnjs";
import { FACTORS } from "../draw/factors.js";
import type { PictureSet } from "./picture-set.js";

/** The pictures at `chosen`, in that order. Closing it is closing `pictures`. */
export function subset(pictures: PictureSet, chosen: Uint32Array): PictureSet {
  const { factors } = pictures;
  const width = FACTORS.length;
  const original = (index: number) => at(chosen, index, "picture");
  return {
    ...pictures,
    count: chosen.length,
    hash: createHash("sha256").update(pictures.hash).update(new Uint8Array(chosen.slice().buffer)).digest("hex"),
    groups: renumbered(chosen.map((index) => at(pictures.groups, index, "picture"))),
    factors:
      factors &&
      Uint8Array.from({ length: chosen.length * width }, (_, i) => {
        return at(factors, original(Math.floor(i / width)) * width + (i % width), "factor");
      }),
    name: (index) => pictures.name(original(index)),
    read: async (indices, into) => await pictures.read(indices.map(original), into),
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
