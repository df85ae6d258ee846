import { type OperationCase, one, signed } from "../operation-case.js";

const around: [number, number][] = [
  [0, 0],
  [1, 2],
  [0, 1],
];
const mirrored: [number, number][] = [
  [0, 0],
  [1, 2],
  [2, 0],
];

export const cases: readonly OperationCase[] = [
  one("a number", (tf, { x }) => tf.pad(x, around, 0.5)),
  one("zeros", (tf, { x }) => tf.pad(x, around)),
  one(
    "whole numbers",
    (tf, { x }) =>
      tf.pad(
        x,
        [
          [0, 0],
          [1, 1],
        ],
        7,
      ),
    { input: signed(5, 4) },
  ),
  one("the batch", (tf, { x }) =>
    tf.pad(x, [
      [1, 2],
      [0, 0],
      [0, 0],
    ]),
  ),
  one("mirrored without the edge", (tf, { x }) => tf.mirrorPad(x, mirrored, "reflect")),
  one("mirrored with the edge", (tf, { x }) => tf.mirrorPad(x, mirrored, "symmetric")),
];
