/** A vector as the diagonal of a matrix. */
import type { Operation } from "../operation.js";

export const diag: Operation = {
  tensorflow: ["Diag"],
  onnx: ["Unsqueeze", "Where"],
  write(context) {
    const x = context.input(0);
    const { type, shape } = context.output();
    const length = context.fixed(context.shapeOf(x)[0], "the length of the diagonal");
    if (context.rank(0) !== 1) throw context.refuse("it takes the diagonal of more than a vector");
    const eye = Uint8Array.from({ length: length * length }, (_, i) => Number(i % (length + 1) === 0));
    const where = context.constant({ type: "bool", dims: [length, length], values: eye });
    return context.emit("Where", [where, context.unsqueeze(x, [1]), context.scalar(type, 0)], { type, shape });
  },
};
