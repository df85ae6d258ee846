/** Tensors put together, along an axis they have or along a new one. */
import { positiveAxis } from "../dims.js";
import type { Operation } from "../operation.js";

export const concat: Operation = {
  tensorflow: ["ConcatV2"],
  elsewhere: ["Concat"],
  onnx: ["Concat"],
  complex: true,
  write(context) {
    const first = context.op === "Concat";
    const values = first ? context.inputs.slice(1) : context.inputs.slice(0, -1);
    const rank = context.node.outputs[0]?.shape.length ?? 0;
    const axis = positiveAxis(context.number(first ? 0 : values.length, "axes"), rank);
    return context.emit("Concat", values, { attributes: { axis }, shape: context.output().shape });
  },
};

export const pack: Operation = {
  tensorflow: ["Pack"],
  onnx: ["Unsqueeze", "Concat"],
  complex: true,
  write(context) {
    const rank = context.node.outputs[0]?.shape.length ?? 0;
    const axis = positiveAxis(context.int("axis", 0), rank);
    const values = context.inputs.map((value) => context.unsqueeze(value, [axis]));
    return context.concat(values, axis);
  },
};
