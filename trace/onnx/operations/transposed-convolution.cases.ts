import type { Tensor } from "@tensorflow/tfjs-node";
import { weights } from "../case-weights.js";
import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(3, 4, 3);
const n = (x: Tensor): number => x.shape[0] ?? 0;

export const cases: readonly OperationCase[] = [
  one(
    "stride 2, same",
    (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 4, 4, 2, 3), [n(x), 6, 8, 2], 2, "same"),
    { input: picture },
  ),
  one(
    "an odd padding",
    (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 3, 3, 2, 3), [n(x), 6, 8, 2], 2, "same"),
    { input: picture },
  ),
  one(
    "an odd length of the result",
    (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 3, 3, 2, 3), [n(x), 5, 7, 2], 2, "same"),
    { input: picture },
  ),
  one(
    "two in a chain, with odd paddings",
    (tf, { x }) =>
      tf.conv2dTranspose(
        tf.relu(tf.conv2dTranspose(x as never, weights(tf, 3, 3, 2, 3), [n(x), 6, 8, 2], 2, "same")) as never,
        weights(tf, 3, 3, 4, 2),
        [n(x), 12, 16, 4],
        2,
        "same",
      ),
    { input: picture },
  ),
  one(
    "valid, stride 3, kernel 2",
    (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 2, 2, 2, 3), [n(x), 9, 12, 2], 3, "valid"),
    { input: picture },
  ),
  one("stride 1", (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 3, 3, 2, 3), [n(x), 3, 4, 2], 1, "same"), {
    input: picture,
  }),
  one(
    "a kernel smaller than its stride",
    (tf, { x }) => tf.conv2dTranspose(x as never, weights(tf, 1, 1, 2, 3), [n(x), 6, 8, 2], 2, "same"),
    { input: picture },
  ),
  one(
    "over three axes, in a chain",
    (tf, { x }) =>
      tf.conv3dTranspose(
        tf.conv3dTranspose(x as never, weights(tf, 3, 3, 3, 2, 2), [n(x), 4, 4, 4, 2], 2, "same"),
        weights(tf, 3, 3, 3, 2, 2),
        [n(x), 8, 8, 8, 2],
        2,
        "same",
      ),
    { input: rows(2, 2, 2, 2) },
  ),
];
