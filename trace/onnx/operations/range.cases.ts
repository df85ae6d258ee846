import { integers, type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("a fixed length", (tf, { x }) => tf.add(x, tf.range(0, 6))),
  one("steps of a fraction", (tf, { x }) => tf.add(x, tf.range(0, 1.5, 0.25))),
  one("backwards, whole", (tf, { x }) => tf.add(x, tf.range(5, 0, -1, "int32")), { input: integers(4, 5) }),
  one(
    "as long as the batch",
    (tf, { x }) => tf.add(x, tf.expandDims(tf.cast(tf.range(0, x.shape[0] ?? 0, 1, "int32"), "float32"), 1)),
    {
      input: rows(4),
    },
  ),
  one("linspace", (tf, { x }) => tf.add(x, tf.linspace(0, 1, 6))),
  one("linspace downwards", (tf, { x }) => tf.add(x, tf.linspace(2, -3, 6))),
];
