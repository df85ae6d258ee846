/** Sums of products by a formula of letters. */
import type { Operation } from "../operation.js";

export const einsum: Operation = {
  tensorflow: ["Einsum"],
  onnx: ["Einsum"],
  write(context) {
    const equation = context.text("equation");
    return context.emit("Einsum", context.inputs, { attributes: { equation }, shape: context.output().shape });
  },
};
