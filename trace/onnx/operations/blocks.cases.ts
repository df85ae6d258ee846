import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("depthToSpace", (tf, { x }) => tf.depthToSpace(x as never, 2), { input: rows(3, 2, 8) }),
  one(
    "spaceToBatchND",
    (tf, { x }) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    { input: rows(4, 6, 3) },
  ),
  one(
    "spaceToBatchND, padded",
    (tf, { x }) =>
      tf.spaceToBatchND(
        x,
        [2, 3],
        [
          [1, 0],
          [2, 1],
        ],
      ),
    { input: rows(5, 6, 3) },
  ),
  one(
    "there and back, cropped",
    (tf, { x }) =>
      tf.batchToSpaceND(
        tf.relu(
          tf.spaceToBatchND(
            x,
            [2, 2],
            [
              [1, 0],
              [0, 0],
            ],
          ),
        ),
        [2, 2],
        [
          [1, 0],
          [0, 2],
        ],
      ),
    { input: rows(5, 6, 3) },
  ),
];
