/** Squares, roots and what is made of them. */
import type { Operation } from "../operation.js";

export const square: Operation = {
  tensorflow: ["Square"],
  onnx: ["Mul"],
  write: (context) => context.emit("Mul", [context.input(0), context.input(0)]),
};

export const rsqrt: Operation = {
  tensorflow: ["Rsqrt"],
  onnx: ["Sqrt", "Reciprocal"],
  write: (context) => context.emit("Reciprocal", [context.emit("Sqrt", [context.input(0)])]),
};

export const squaredDifference: Operation = {
  tensorflow: ["SquaredDifference"],
  onnx: ["Sub", "Mul"],
  write(context) {
    const difference = context.emit("Sub", [context.input(0), context.input(1)]);
    return context.emit("Mul", [difference, difference]);
  },
};
