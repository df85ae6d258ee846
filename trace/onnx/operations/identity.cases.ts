import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("an input handed through", (_, { x }) => x),
  one("clone", (tf, { x }) => tf.add(x.clone(), 1)),
];
