import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("many matrices by many", (tf, { x, y }) => tf.matMul(x, tf.transpose(y, [0, 2, 1]))),
  one("the second turned", (tf, { x, y }) => tf.matMul(x, y, false, true)),
  one("the first turned", (tf, { x, y }) => tf.matMul(x, y, true, false)),
  one("both turned", (tf, { x, y }) => tf.matMul(x, y, true, true), { input: rows(3, 3) }),
  one("vectors by a matrix", (tf, { x }) => tf.matMul(x as never, tf.ones([4, 2])), { input: rows(4) }),
  one("vectors by a turned matrix", (tf, { x }) => tf.matMul(x as never, tf.ones([2, 4]), false, true), {
    input: rows(4),
  }),
  one("many matrices by one", (tf, { x }) => tf.matMul(x, tf.ones([1, 6, 2]))),
  one("dot", (tf, { x }) => tf.dot(tf.squeeze(tf.slice(x, [0, 0], [1, 4]), [0]), tf.ones([4])).add(x), {
    input: rows(4),
  }),
];
