/** Axes in another order. */
import type { Operation } from "../operation.js";

export const transpose: Operation = {
  tensorflow: ["Transpose"],
  onnx: ["Transpose"],
  complex: true,
  write(context) {
    const order = context.numbers(1, "axes");
    const rank = context.rank(0);
    return context.transpose(context.input(0), rank > order.length ? [...order, rank - 1] : order);
  },
};
