import { describe, expect, it } from "vitest";
import { splitPictures } from "../../../../../models/faces/train/dataset/split.js";

const distinct = (count: number) => ({ count, groups: Uint32Array.from({ length: count }, (_, i) => i) });

describe("splitPictures", () => {
  it("is the seed's, covers everything once, and holds the share", () => {
    const { training, validation } = splitPictures(distinct(1000), { validation: 0.1, seed: 7 });
    expect(validation).toHaveLength(100);
    expect(new Set([...training, ...validation]).size).toBe(1000);
    expect(splitPictures(distinct(1000), { validation: 0.1, seed: 7 }).validation).toEqual(validation);
    expect(splitPictures(distinct(1000), { validation: 0.1, seed: 8 }).validation).not.toEqual(validation);
  });

  it("keeps equal pictures on one side, for any seed", () => {
    const groups = Uint32Array.from({ length: 60 }, (_, i) => Math.floor(i / 3));
    for (let seed = 0; seed < 50; seed++) {
      const { training, validation } = splitPictures({ count: 60, groups }, { validation: 0.2, seed });
      const held = new Set(Array.from(validation, (index) => groups[index]));
      expect(Array.from(training).some((index) => held.has(groups[index]))).toBe(false);
      expect(validation).toHaveLength(12);
    }
  });

  it("has something on each side even when one group is nearly everything", () => {
    const groups = new Uint32Array(50);
    groups[49] = 1;
    for (let seed = 0; seed < 10; seed++) {
      const { training, validation } = splitPictures({ count: 50, groups }, { validation: 0.3, seed });
      expect([training.length, validation.length]).toEqual([49, 1]);
    }
  });

  it("refuses one picture, and many equal ones", () => {
    expect(() => splitPictures(distinct(1), { validation: 0.1, seed: 1 })).toThrow("only one picture");
    const same = { count: 5, groups: new Uint32Array(5) };
    expect(() => splitPictures(same, { validation: 0.1, seed: 1 })).toThrow("all 5 pictures are equal");
  });
});
