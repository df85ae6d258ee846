/** An axis from its end to its beginning. */
import type { Operation } from "../operation.js";

export const reverse: Operation = {
  tensorflow: ["ReverseV2"],
  onnx: ["Slice"],
  write(context) {
    const x = context.input(0);
    const parts = context.axes(1, context.rank(0)).map((axis) => ({ axis, begin: -1, step: -1 }));
    return context.slice(x, parts, context.shapeOf(x));
  },
};
