/** One number, everywhere. */
import type { Operation } from "../operation.js";

export const fill: Operation = {
  tensorflow: ["Fill"],
  elsewhere: ["BroadcastTo"],
  onnx: ["Expand"],
  write: (context) => context.expand(context.input(context.op === "Fill" ? 1 : 0), context.output().shape),
};

export const fillLike: Operation = {
  tensorflow: ["ZerosLike", "OnesLike"],
  onnx: ["Expand"],
  write(context) {
    const { type, shape } = context.output();
    return context.expand(context.scalar(type, context.op === "ZerosLike" ? 0 : 1), shape);
  },
};
