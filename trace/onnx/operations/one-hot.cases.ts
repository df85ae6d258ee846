import { integers, type OperationCase, one, signed } from "../operation-case.js";

const indices = integers(4, 5);

export const cases: readonly OperationCase[] = [
  one("of a vector", (tf, { x }) => tf.oneHot(tf.slice(x, [0, 0], [-1, 1]).flatten() as never, 4), { input: indices }),
  one("of a matrix", (tf, { x }) => tf.oneHot(x as never, 4), { input: indices }),
  one("other numbers than one and zero", (tf, { x }) => tf.oneHot(x as never, 4, 5, -2, "int32"), { input: indices }),
  one("as floats", (tf, { x }) => tf.oneHot(x as never, 4, 0.9, 0.1, "float32"), { input: indices }),
  one("beyond the range: a row without a one", (tf, { x }) => tf.oneHot(x as never, 3), { input: signed(6, 5) }),
];
