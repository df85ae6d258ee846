/** Functions of two numbers that ONNX has too, with the same rules of broadcasting. */
import type { Operation, OperationContext } from "../operation.js";

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
  tensorflow: Object.keys(SAME).filter((name) => name !== "Div"),
  elsewhere: ["Div"],
  onnx: [...new Set(Object.values(SAME)), "Gather", "Concat"],
  complex: true,
  write(context) {
    const op = SAME[context.op];
    if (op === undefined) throw context.refuse("it is no function of two numbers");
    const [a, b] = [context.input(0), context.input(1)];
    if (context.node.outputs[0]?.dtype !== "complex64" || op === "Add" || op === "Sub") return context.emit(op, [a, b]);
    if (op !== "Mul") throw context.refuse("it computes with complex numbers, of which sums and products are written");
    return complexProduct(context, a, b);
  },
};

/** (a + ib)(c + id) = (ac - bd) + i(ad + bc), with pairs along the last axis. */
function complexProduct(context: OperationContext, x: string, y: string): string {
  const part = (value: string, index: number): string => {
    const shape = context.shapeOf(value);
    const axis = shape.length - 1;
    const place = context.int64s([index]);
    return context.emit("Gather", [value, place], { attributes: { axis }, shape: [...shape.slice(0, -1), 1] });
  };
  const [a, b, c, d] = [part(x, 0), part(x, 1), part(y, 0), part(y, 1)];
  const real = context.emit("Sub", [context.emit("Mul", [a, c]), context.emit("Mul", [b, d])]);
  const imaginary = context.emit("Add", [context.emit("Mul", [a, d]), context.emit("Mul", [b, c])]);
  return context.concat([real, imaginary], context.shapeOf(real).length - 1);
}

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
