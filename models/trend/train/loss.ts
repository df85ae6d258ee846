/** What a `trend` network is trained to lessen, and how often it is right: two classes by log odds, more by softmax. */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";

/** Mean cross-entropy in nats, and shares of right answers. */
export interface Judged {
  readonly loss: Scalar;
  readonly metrics: Readonly<Record<string, Tensor>>;
}

/** Log odds z [batch] with truth y [batch], 0 or 1: `accuracy`. */
export function judgeTwoClasses(tf: TF, z: Tensor1D, y: Tensor1D): Judged {
  // relu(z) - z y + log(1 + exp(-|z|)), which never overflows.
  const positive = tf.sub(tf.relu(z), tf.mul(z, y));
  const said = tf.cast(tf.greater(z, 0), "float32");
  return {
    loss: tf.mean(tf.add(positive, tf.log1p(tf.exp(tf.neg(tf.abs(z)))))),
    metrics: { accuracy: tf.mean(tf.cast(tf.equal(said, y), "float32")) },
  };
}

/**
 * One number a class z [batch, classes] with truth y [batch], the index of a class. `accuracy` asks whether it rises, which
 * is what the classes above the middle one together say; `classAccuracy` asks for the very class.
 */
export function judgeClasses(tf: TF, z: Tensor2D, y: Tensor1D): Judged {
  const classes = z.shape[1];
  const numbers = tf.tensor2d(
    Array.from({ length: classes }, (_, k) => k),
    [1, classes],
    "float32",
  );
  const column = tf.reshape(y, [-1, 1]);
  const truth = tf.cast(tf.equal(numbers, column), "float32");
  const logProbabilities = tf.logSoftmax(z);
  const middle = (classes - 1) / 2;
  const upper = tf.cast(tf.greater(numbers, middle), "float32");
  const rising = tf.sum(tf.mul(tf.exp(logProbabilities), upper), 1);
  const said = tf.cast(tf.greater(rising, 0.5), "float32");
  const rises = tf.cast(tf.greater(y, middle), "float32");
  const best = tf.cast(tf.argMax(z, 1), "float32");
  return {
    loss: tf.neg(tf.mean(tf.sum(tf.mul(truth, logProbabilities), 1))) as Scalar,
    metrics: {
      accuracy: tf.mean(tf.cast(tf.equal(said, rises), "float32")),
      classAccuracy: tf.mean(tf.cast(tf.equal(best, y), "float32")),
    },
  };
}
