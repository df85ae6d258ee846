import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(6, 5, 3);
const sizes: [string, [number, number]][] = [
  ["twice as large", [12, 10]],
  ["in no whole ratio", [9, 7]],
  ["smaller", [4, 3]],
  ["three times as high, one wide", [18, 1]],
];
const modes: [string, boolean, boolean][] = [
  ["", false, false],
  [", corners aligned", true, false],
  [", centres of pixels", false, true],
];

export const cases: readonly OperationCase[] = sizes.flatMap(([size, lengths]) =>
  modes.flatMap(([mode, corners, centres]) => [
    one(`bilinear, ${size}${mode}`, (tf, { x }) => tf.image.resizeBilinear(x as never, lengths, corners, centres), {
      input: picture,
    }),
    one(
      `nearest, ${size}${mode}`,
      (tf, { x }) => tf.image.resizeNearestNeighbor(x as never, lengths, corners, centres),
      {
        input: picture,
      },
    ),
  ]),
);
