/**
 * Simple properties of a picture, for folders whose factors nobody knows. They are named after what they are in a
 * portrait that fills the frame: the hair is what is above, the face what is in the middle, the background the corners.
 */
import { at } from "kilnjs";
import { FACE_SIZE } from "../../face-size.js";

/** A property: a number for a picture [64, 64, 3] of levels 0 to 255. */
export interface PictureStatistic {
  readonly name: string;
  readonly title: string;
  readonly low: string;
  readonly high: string;
  measure(picture: Uint8Array): number;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

const HAIR: Box = [20, 3, 44, 18];
const FACE: Box = [24, 30, 40, 56];
const SIDES: readonly Box[] = [
  [2, 24, 12, 52],
  [52, 24, 62, 52],
];
const CORNERS: readonly Box[] = [
  [0, 0, 6, 6],
  [58, 0, 64, 6],
];

/** All properties that are measured. */
export const PICTURE_STATISTICS: readonly PictureStatistic[] = [
  {
    name: "hair",
    title: "Lightness of the upper part (hair)",
    low: "dark",
    high: "light",
    measure: (picture) => lightness(picture, HAIR),
  },
  {
    name: "outline",
    title: "Width of the outline",
    low: "narrow",
    high: "wide",
    // How far the sides differ from the background: a wide head, or much hair, reaches into them.
    measure: (picture) => mean(SIDES.map((side) => contrast(picture, side, CORNERS))),
  },
  {
    name: "skin",
    title: "Lightness of the middle (face)",
    low: "dark",
    high: "light",
    measure: (picture) => lightness(picture, FACE),
  },
  {
    name: "background",
    title: "Warmth of the background",
    low: "cool",
    high: "warm",
    measure: (picture) => mean(CORNERS.map((corner) => channel(picture, corner, 0) - channel(picture, corner, 2))),
  },
];

function lightness(picture: Uint8Array, box: Box): number {
  return 0.299 * channel(picture, box, 0) + 0.587 * channel(picture, box, 1) + 0.114 * channel(picture, box, 2);
}

function contrast(picture: Uint8Array, box: Box, others: readonly Box[]): number {
  const difference = [0, 1, 2].map((c) =>
    Math.abs(channel(picture, box, c) - mean(others.map((other) => channel(picture, other, c)))),
  );
  return mean(difference);
}

function channel(picture: Uint8Array, [left, top, right, bottom]: Box, c: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += at(picture, (y * FACE_SIZE + x) * 3 + c, "level");
  }
  return sum / ((right - left) * (bottom - top));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
