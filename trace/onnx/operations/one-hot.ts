/** Indices as rows of zeros with a one. */
import { positiveAxis } from "../dims.js";
import type { Operation } from "../operation.js";

/**
 * As a comparison with 0, 1, 2, …: ONNX's OneHot counts a negative index from the end, where TensorFlow gives a row without
 * a one, and onnxruntime has it for some types of indices only.
 */
export const oneHot: Operation = {
  tensorflow: ["OneHot"],
  onnx: ["Unsqueeze", "Equal", "Where"],
  write(context) {
    const indices = context.input(0);
    const rank = context.rank(0) + 1;
    const axis = positiveAxis(context.int("axis", -1), rank);
    const depth = context.number(1, "depth");
    const { type } = context.typeOf(indices);
    const { type: result, shape } = context.output();
    const steps = context.constant({
      type,
      dims: Array.from({ length: rank }, (_, i) => (i === axis ? depth : 1)),
      values: Int32Array.from({ length: depth }, (_, i) => i),
    });
    const hot = context.emit("Equal", [context.unsqueeze(indices, [axis]), steps], { type: "bool", shape });
    return context.emit("Where", [hot, context.input(2), context.input(3)], { type: result, shape });
  },
};
