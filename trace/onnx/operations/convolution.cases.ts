import { weights } from "../case-weights.js";
import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(7, 6, 4);
const volume = rows(4, 5, 4, 2);

export const cases: readonly OperationCase[] = [
  one("same", (tf, { x }) => tf.conv2d(x as never, weights(tf, 3, 3, 4, 2), 1, "same"), { input: picture }),
  one("valid, stride 2", (tf, { x }) => tf.conv2d(x as never, weights(tf, 3, 2, 4, 2), 2, "valid"), { input: picture }),
  one("same, stride 2, an odd padding", (tf, { x }) => tf.conv2d(x as never, weights(tf, 3, 3, 4, 2), 2, "same"), {
    input: picture,
  }),
  one(
    "same, strides 3 and 2, kernel 4 by 1",
    (tf, { x }) => tf.conv2d(x as never, weights(tf, 4, 1, 4, 2), [3, 2], "same"),
    {
      input: picture,
    },
  ),
  one(
    "paddings given",
    (tf, { x }) =>
      tf.conv2d(x as never, weights(tf, 3, 3, 4, 2), 2, [
        [0, 0],
        [0, 1],
        [1, 2],
        [0, 0],
      ]),
    { input: picture },
  ),
  one("dilated", (tf, { x }) => tf.conv2d(x as never, weights(tf, 2, 2, 4, 2), 1, "same", "NHWC", 2), {
    input: picture,
  }),
  one("conv1d", (tf, { x }) => tf.conv1d(x as never, weights(tf, 3, 4, 2) as never, 1, "same"), { input: rows(7, 4) }),
  one("conv3d", (tf, { x }) => tf.conv3d(x as never, weights(tf, 2, 2, 2, 2, 3), 1, "same"), { input: volume }),
  one("conv3d, valid, stride 2", (tf, { x }) => tf.conv3d(x as never, weights(tf, 2, 3, 2, 2, 3), 2, "valid"), {
    input: volume,
  }),
  one("depthwise", (tf, { x }) => tf.depthwiseConv2d(x as never, weights(tf, 3, 3, 4, 1), 1, "same"), {
    input: picture,
  }),
  one(
    "depthwise, two kernels a channel",
    (tf, { x }) => tf.depthwiseConv2d(x as never, weights(tf, 3, 3, 4, 2), 2, "valid"),
    {
      input: picture,
    },
  ),
  one(
    "depthwise, dilated",
    (tf, { x }) => tf.depthwiseConv2d(x as never, weights(tf, 2, 2, 4, 1), 1, "same", "NHWC", 2),
    {
      input: picture,
    },
  ),
  one(
    "separable",
    (tf, { x }) => tf.separableConv2d(x as never, weights(tf, 3, 3, 4, 2), weights(tf, 1, 1, 8, 3), 1, "same"),
    { input: picture },
  ),
  one(
    "two in a chain with a bias and relu",
    (tf, { x }) => {
      const first = tf.relu(tf.add(tf.conv2d(x as never, weights(tf, 3, 3, 4, 3), 1, "same"), weights(tf, 3)));
      return tf.add(tf.conv2d(first as never, weights(tf, 3, 3, 3, 2), 1, "valid"), weights(tf, 2));
    },
    { input: picture },
  ),
  one(
    "a kernel that is computed",
    (tf, { x }) => tf.conv2d(x as never, tf.mul(tf.mean(x), weights(tf, 3, 3, 4, 2)) as never, 1, "same"),
    { input: picture },
  ),
];
