/** A tensor taken apart along one axis. */
import { positiveAxis } from "../dims.js";
import type { Operation, OperationContext } from "../operation.js";

export const split: Operation = {
  tensorflow: ["SplitV"],
  elsewhere: ["Split"],
  onnx: ["Split"],
  complex: true,
  write(context) {
    const axisFirst = context.op === "Split";
    const value = context.input(axisFirst ? 1 : 0);
    const rank = context.recordedType(axisFirst ? 1 : 0).shape.length;
    return splitAlong(context, value, positiveAxis(context.number(axisFirst ? 0 : 2, "axes"), rank));
  },
};

export const unpack: Operation = {
  tensorflow: ["Unpack"],
  onnx: ["Split", "Reshape"],
  complex: true,
  write(context) {
    const value = context.input(0);
    const axis = positiveAxis(context.int("axis", 0), context.recordedType(0).shape.length);
    const parts = splitAlong(context, value, axis, 1);
    return parts.map((part, i) => context.reshape(part, context.output(i).shape));
  },
};

/** Parts as long as the outputs are, or all of one length. */
function splitAlong(context: OperationContext, value: string, axis: number, length?: number): string[] {
  const before = context.typeOf(value);
  const lengths = context.node.outputs.map((_, i) =>
    context.fixed(length ?? context.output(i).shape[axis], "a length to split into"),
  );
  if (lengths.length === 1) return [value];
  const types = lengths.map((one) => ({ ...before, shape: before.shape.map((dim, at) => (at === axis ? one : dim)) }));
  return context.emitMany("Split", [value, context.int64s(lengths)], types, { axis });
}
