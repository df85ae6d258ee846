/** Functions of two numbers that ONNX has too, with the same rules of broadcasting. */
import type { Operation } from "../operation.js";

const SAME: Readonly<Record<string, string>> = {
  Add: "Add",
  AddV2: "Add",
  Sub: "Sub",
  Mul: "Mul",
  Div: "Div",
  RealDiv: "Div",
  Maximum: "Max",
  Minimum: "Min",
  Pow: "Pow",
};

export const arithmetic: Operation = {
  tensorflow: Object.keys(SAME),
  onnx: [...new Set(Object.values(SAME))],
  write(context) {
    const op = SAME[context.op];
    if (op === undefined) throw context.refuse("it is no function of two numbers");
    return context.emit(op, [context.input(0), context.input(1)]);
  },
};

export const addN: Operation = {
  tensorflow: ["AddN"],
  onnx: ["Sum", "Add"],
  write(context) {
    const [first, ...others] = context.inputs;
    if (first === undefined) throw context.refuse("it adds up nothing");
    // ONNX's Sum takes floats only.
    if (context.typeOf(first).type === "float32" && others.length > 1) return context.emit("Sum", context.inputs);
    return others.reduce((sum, value) => context.emit("Add", [sum, value]), first);
  },
};
