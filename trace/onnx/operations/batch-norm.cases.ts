import { weights } from "../case-weights.js";
import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(5, 4, 3);

export const cases: readonly OperationCase[] = [
  one(
    "of pictures",
    (tf, { x }) => tf.batchNorm(x, weights(tf, 3), tf.abs(weights(tf, 3)), weights(tf, 3), weights(tf, 3)),
    { input: picture },
  ),
  one("without scale and offset", (tf, { x }) => tf.batchNorm(x, weights(tf, 3), tf.abs(weights(tf, 3))), {
    input: picture,
  }),
  one(
    "another epsilon",
    (tf, { x }) => tf.batchNorm(x, weights(tf, 3), tf.mul(tf.abs(weights(tf, 3)), 0.01), undefined, undefined, 0.1),
    { input: picture },
  ),
  one("of rows", (tf, { x }) => tf.batchNorm(x, weights(tf, 4), tf.abs(weights(tf, 4))), { input: rows(4) }),
  one(
    "after a convolution, then relu",
    (tf, { x }) => {
      const y = tf.add(tf.conv2d(x as never, weights(tf, 3, 3, 3, 4), 1, "same"), weights(tf, 4));
      return tf.relu(tf.batchNorm(y, weights(tf, 4), tf.abs(weights(tf, 4)), weights(tf, 4), weights(tf, 4)));
    },
    { input: picture },
  ),
];
