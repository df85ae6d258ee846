/** Truth values. */
import type { Operation } from "../operation.js";

const SAME: Readonly<Record<string, string>> = { LogicalAnd: "And", LogicalOr: "Or", LogicalNot: "Not" };

export const logic: Operation = {
  tensorflow: Object.keys(SAME),
  onnx: Object.values(SAME),
  write: (context) => context.emit(SAME[context.op] ?? "Not", context.inputs),
};

/** Whether a number is one. */
export const classification: Operation = {
  tensorflow: ["IsNan", "IsInf", "IsFinite"],
  onnx: ["IsNaN", "IsInf", "Or", "Not"],
  write(context) {
    const x = context.input(0);
    const nan = () => context.emit("IsNaN", [x], { type: "bool" });
    const infinite = () => context.emit("IsInf", [x], { type: "bool" });
    if (context.op === "IsNan") return nan();
    if (context.op === "IsInf") return infinite();
    return context.emit("Not", [context.emit("Or", [nan(), infinite()])]);
  },
};
