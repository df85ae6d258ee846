import { describe, expect, it } from "vitest";
import { drawFace } from "../../../../../models/faces/train/draw/face.js";
import {
  drawFactors,
  FACTOR_NAMES,
  FACTORS,
  type FaceFactors,
  faceAt,
} from "../../../../../models/faces/train/draw/factors.js";
import { renderStrip, STRIP } from "../../../../../models/faces/train/draw/render.js";

const SIZE = 64;
const BYTES = SIZE * SIZE * 3;

function middle(): FaceFactors {
  const entries = FACTORS.map(({ name, levels }) => [name, Math.floor(levels / 2)]);
  return Object.fromEntries(entries) as unknown as FaceFactors;
}

function faces(seed: number, count: number): FaceFactors[] {
  const values = drawFactors(seed, count);
  return Array.from({ length: count }, (_, row) => faceAt(values, row));
}

describe("factors", () => {
  it("depend on the seed and the index alone", () => {
    expect(drawFactors(5, 40).subarray(0, 11 * 7)).toEqual(drawFactors(5, 7));
    expect(drawFactors(5, 7)).not.toEqual(drawFactors(6, 7));
  });

  it("take every level about equally often, independently of each other", () => {
    const count = 8000;
    const values = drawFactors(1, count);
    FACTORS.forEach(({ levels }, column) => {
      const counts = new Array<number>(levels).fill(0);
      for (let row = 0; row < count; row++) {
        const level = values[row * FACTORS.length + column] as number;
        counts[level] = (counts[level] ?? 0) + 1;
      }
      for (const times of counts) expect(Math.abs(times - count / levels)).toBeLessThan(5 * Math.sqrt(count / levels));
    });
    const both = Array.from({ length: count }, (_, row) => faceAt(values, row));
    const equal = both.filter((face) => face.background === face.hair_colour).length;
    expect(Math.abs(equal - count / 8)).toBeLessThan(5 * Math.sqrt(count / 8));
  });

  it("refuses a row that is not there", () => {
    expect(() => faceAt(drawFactors(1, 2), 2)).toThrow(RangeError);
  });
});

describe("drawing", () => {
  it("is the same text and the same bytes each time", async () => {
    const [face = middle()] = faces(3, 1);
    expect(drawFace(face)).toBe(drawFace({ ...face }));
    expect(await renderStrip([face], SIZE)).toEqual(await renderStrip([face], SIZE));
  });

  it("gives a face the same bytes whatever its neighbours are", async () => {
    const some = faces(3, STRIP);
    const others = faces(4, STRIP).with(5, some[5] as FaceFactors);
    const one = await renderStrip(some, SIZE);
    const other = await renderStrip(others, SIZE);
    expect(other.subarray(5 * BYTES, 6 * BYTES)).toEqual(one.subarray(5 * BYTES, 6 * BYTES));
  });

  it.each(FACTOR_NAMES)("shows each step of %s at 64 pixels", async (name) => {
    const { levels } = FACTORS.find((factor) => factor.name === name) ?? { levels: 0 };
    const row = Array.from({ length: levels }, (_, level) => ({ ...middle(), [name]: level }));
    const pixels = await renderStrip(row, SIZE);
    for (let level = 1; level < levels; level++) {
      const before = pixels.subarray((level - 1) * BYTES, level * BYTES);
      const after = pixels.subarray(level * BYTES, (level + 1) * BYTES);
      const changed = after.filter((value, i) => Math.abs(value - (before[i] as number)) > 16).length;
      expect(changed).toBeGreaterThan(40);
    }
  });

  it("refuses a level that no palette has", () => {
    expect(() => drawFace({ ...middle(), hair_colour: 8 })).toThrow(RangeError);
  });
});
