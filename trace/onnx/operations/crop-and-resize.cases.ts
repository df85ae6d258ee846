import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(6, 5, 3);
const boxes: [number, number, number, number][] = [
  [0, 0, 1, 1],
  [0.1, 0.3, 0.7, 0.9],
  [-0.2, 0.1, 1.3, 0.4],
];

export const cases: readonly OperationCase[] = (["bilinear", "nearest"] as const).flatMap((method) => [
  one(
    `boxes of the first picture, ${method}`,
    (tf, { x }) =>
      tf.image.cropAndResize(x as never, tf.tensor2d(boxes), tf.tensor1d([0, 0, 0], "int32"), [4, 3], method, 0.5),
    { input: picture },
  ),
  one(
    `crops of one pixel, ${method}`,
    (tf, { x }) =>
      tf.image.cropAndResize(x as never, tf.tensor2d(boxes), tf.tensor1d([0, 0, 0], "int32"), [1, 1], method),
    { input: picture },
  ),
]);
