/** Functions of one number that ONNX has under the same or another name. */
import type { Operation } from "../operation.js";

/** TensorFlow's name -> ONNX's. */
const SAME: Readonly<Record<string, string>> = {
  Abs: "Abs",
  Acos: "Acos",
  Acosh: "Acosh",
  Asin: "Asin",
  Asinh: "Asinh",
  Atan: "Atan",
  Atanh: "Atanh",
  Ceil: "Ceil",
  Cos: "Cos",
  Cosh: "Cosh",
  Erf: "Erf",
  Exp: "Exp",
  Floor: "Floor",
  Log: "Log",
  Neg: "Neg",
  Reciprocal: "Reciprocal",
  // Both round halves to even.
  Round: "Round",
  Sigmoid: "Sigmoid",
  Sign: "Sign",
  Sin: "Sin",
  Sinh: "Sinh",
  Softplus: "Softplus",
  Sqrt: "Sqrt",
  Tan: "Tan",
  Tanh: "Tanh",
};

/** What ONNX has for floats only, and leaves whole numbers as they are. */
const NOTHING_TO_DO_FOR_INTEGERS = new Set(["Ceil", "Floor", "Round"]);

export const unary: Operation = {
  tensorflow: Object.keys(SAME),
  onnx: [...new Set(Object.values(SAME))],
  write(context) {
    const x = context.input(0);
    const op = SAME[context.op];
    if (op === undefined) throw context.refuse("it is no function of one number");
    const { type } = context.typeOf(x);
    if (type !== "float32" && NOTHING_TO_DO_FOR_INTEGERS.has(op)) return x;
    if (type === "bool") throw context.refuse("it computes with numbers, and gets truth values");
    return context.emit(op, [x]);
  },
};
