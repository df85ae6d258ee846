/** The shape of a tensor as numbers. */
import type { Operation } from "../operation.js";

export const shape: Operation = {
  tensorflow: ["Shape"],
  elsewhere: ["Rank", "Size"],
  onnx: ["Shape", "ReduceProd", "Cast"],
  complex: true,
  write(context) {
    const lengths = context.recordedType(0).shape;
    const { type } = context.output();
    if (context.op === "Rank") return context.scalar(type, lengths.length);
    const vector = context.shapeVector(lengths);
    if (context.op === "Shape") return context.cast(vector, type);
    return context.cast(context.reduce("ReduceProd", vector, [0], false), type);
  },
};

export const broadcastArgs: Operation = {
  tensorflow: ["BroadcastArgs"],
  onnx: ["Max"],
  write: (context) => context.emit("Max", [context.input(0), context.input(1)]),
};
