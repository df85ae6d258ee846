import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("a product of matrices", (tf, { x, y }) => tf.einsum("bij,bkj->bik", x, y)),
  one("a sum over examples", (tf, { x, y }) => tf.einsum("bij,bij->ij", x, y)),
];
