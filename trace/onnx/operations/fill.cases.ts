import { type OperationCase, one, rows, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("fill as large as the batch", (tf, { x }) => tf.fill([x.shape[0] ?? 0, 3], 2.5)),
  one("fill of a fixed size", (tf, { x }) => tf.add(x, tf.fill([4, 6], 2.5))),
  one("zerosLike, onesLike", (tf, { x }) => tf.add(tf.zerosLike(x), tf.onesLike(x))),
  one("onesLike of whole numbers", (tf, { x }) => tf.onesLike(x), { input: signed(3, 4) }),
  one("broadcastTo", (tf, { x }) => tf.broadcastTo(tf.sum(x, 1, true), x.shape)),
  one("eye for each example", (tf, { x }) => tf.matMul(x, tf.eye(6, 6, [x.shape[0] ?? 0]) as never)),
  one("as many as twice the batch and one", (tf, { x }) => tf.fill([2 * (x.shape[0] ?? 0) + 1, 2], 0.5), {
    input: rows(4),
  }),
];
