/** Comparisons, whose result is a truth value. */
import type { Operation } from "../operation.js";

const SAME: Readonly<Record<string, string>> = {
  Equal: "Equal",
  Greater: "Greater",
  GreaterEqual: "GreaterOrEqual",
  Less: "Less",
  LessEqual: "LessOrEqual",
};

export const comparison: Operation = {
  tensorflow: [...Object.keys(SAME), "NotEqual"],
  onnx: [...Object.values(SAME), "Not"],
  write(context) {
    const op = context.op === "NotEqual" ? "Equal" : SAME[context.op];
    if (op === undefined) throw context.refuse("it is no comparison");
    // Truth values are compared as numbers, which ONNX wants except for equality.
    const [a, b] = [0, 1].map((i) => {
      const value = context.input(i);
      return context.typeOf(value).type === "bool" && op !== "Equal" ? context.cast(value, "int32") : value;
    }) as [string, string];
    const truth = context.emit(op, [a, b], { type: "bool" });
    return context.op === "NotEqual" ? context.emit("Not", [truth]) : truth;
  },
};
