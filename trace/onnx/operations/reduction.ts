/** Many numbers made one, along axes. */
import type { Operation } from "../operation.js";

const SAME: Readonly<Record<string, string>> = {
  Max: "ReduceMax",
  Mean: "ReduceMean",
  Min: "ReduceMin",
  Prod: "ReduceProd",
  Sum: "ReduceSum",
};

export const reduction: Operation = {
  tensorflow: Object.keys(SAME),
  onnx: Object.values(SAME),
  write(context) {
    const op = SAME[context.op];
    if (op === undefined) throw context.refuse("it is no reduction");
    const axes = context.axes(1, context.rank(0));
    return context.reduce(op, context.input(0), axes, context.bool("keep_dims"));
  },
};

/** ONNX has no reduction of truth values before operator set 20: the largest or smallest of 0 and 1 is the same. */
export const allAny: Operation = {
  tensorflow: ["All", "Any"],
  onnx: ["Cast", "ReduceMin", "ReduceMax"],
  write(context) {
    const axes = context.axes(1, context.rank(0));
    const numbers = context.cast(context.input(0), "int32");
    const op = context.op === "All" ? "ReduceMin" : "ReduceMax";
    return context.cast(context.reduce(op, numbers, axes, context.bool("keep_dims")), "bool");
  },
};
