import { describe, expect, it } from "vitest";
import type { Pixels } from "../../../core/operation.js";
import { frame, overWhite, squareOf } from "../../../core/pictures/frame.js";
import { axisWeights } from "../../../core/pictures/resample.js";
import { Random } from "../../../core/random.js";
import { FACE_SIZE } from "../../../models/faces/face-size.js";

function noise(width: number, height: number, seed = 1): Pixels {
  const random = Random.seeded(seed, "noise");
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => random.integer(256)) };
}

describe("frame", () => {
  it("leaves a picture of the model's own size as it is", () => {
    const picture = noise(FACE_SIZE, FACE_SIZE);
    expect(frame(picture, "crop", FACE_SIZE)).toEqual(picture.data);
  });

  it("takes the mean over whole pixels when it shrinks by a whole number", () => {
    const picture = noise(8, 8);
    const small = frame(picture, "crop", 2);
    for (const [row, column] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = 0; y < 4; y++) {
          for (let x = 0; x < 4; x++) sum += picture.data[((row * 4 + y) * 8 + column * 4 + x) * 3 + channel] as number;
        }
        expect(small[(row * 2 + column) * 3 + channel]).toBe(Math.floor(sum / 16 + 0.5));
      }
    }
  });

  it("weighs pixels that are covered in part by the part", () => {
    const [first, second] = axisWeights(3, 2, 0, 3);
    expect(Array.from(first?.weights ?? [])).toEqual([2 / 3, 1 / 3]);
    expect(Array.from(second?.weights ?? [])).toEqual([1 / 3, 2 / 3]);
    expect(second?.first).toBe(1);
  });

  it.each([1, 7, 63, 64, 65, 100, 640])("keeps a picture of one colour, %i pixels a side", (side) => {
    const colour = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(201) };
    expect(new Set(frame(colour, "crop", FACE_SIZE))).toEqual(new Set([201]));
  });

  it("interpolates between pixel centres when it enlarges", () => {
    const step = { width: 2, height: 2, data: Uint8Array.from([0, 0, 0, 100, 100, 100, 0, 0, 0, 100, 100, 100]) };
    const row = Array.from({ length: 4 }, (_, x) => frame(step, "crop", 4)[x * 3]);
    expect(row).toEqual([0, 25, 75, 100]);
  });

  it("crops the middle square, or pads with white around it", () => {
    expect(squareOf(600, 40, "crop")).toEqual({ x: 280, y: 0, side: 40 });
    expect(squareOf(600, 40, "pad")).toEqual({ x: 0, y: -280, side: 600 });
    const wide = { width: 4, height: 2, data: new Uint8Array(24) };
    expect(new Set(frame(wide, "crop", 2))).toEqual(new Set([0]));
    const padded = frame(wide, "pad", 4);
    expect(Array.from(padded.subarray(0, 12))).toEqual(new Array(12).fill(255));
    expect(Array.from(padded.subarray(12, 36))).toEqual(new Array(24).fill(0));
    expect(Array.from(padded.subarray(36))).toEqual(new Array(12).fill(255));
  });

  it("pads a picture so thin that whole target rows are white", () => {
    const thin = { width: 640, height: 1, data: new Uint8Array(640 * 3) };
    const padded = frame(thin, "pad", FACE_SIZE);
    expect(padded.filter((value) => value !== 255)).toHaveLength(64 * 3);
  });

  it("refuses data that do not fill the size", () => {
    expect(() => frame({ width: 2, height: 2, data: new Uint8Array(11) }, "crop", FACE_SIZE)).toThrow("11 bytes");
    expect(() => frame({ width: 0, height: 0, data: new Uint8Array(0) }, "crop", FACE_SIZE)).toThrow("no picture");
  });
});

describe("overWhite", () => {
  it("hides what is transparent and mixes what is half so", () => {
    const { data } = overWhite({
      width: 3,
      height: 1,
      data: Uint8Array.from([0, 255, 0, 0, 0, 0, 0, 128, 9, 8, 7, 255]),
    });
    expect(Array.from(data)).toEqual([255, 255, 255, 127, 127, 127, 9, 8, 7]);
  });
});
