/** Divisions with rules of their own: nothing by nothing, rounding down, what is left. */
import type { Operation } from "../operation.js";

export const divNoNan: Operation = {
  tensorflow: [],
  elsewhere: ["DivNoNan"],
  onnx: ["Equal", "Where", "Div"],
  write(context) {
    const [a, b] = [context.input(0), context.input(1)];
    const { type, shape } = context.output();
    const zero = context.scalar(type, 0);
    const nothing = context.emit("Equal", [b, zero], { type: "bool" });
    const divisor = context.emit("Where", [nothing, context.scalar(type, 1), b], { type });
    return context.emit("Where", [nothing, zero, context.emit("Div", [a, divisor])], { type, shape });
  },
};

/** ONNX's Div of whole numbers cuts off; TensorFlow's rounds down: one less where a rest is left and the signs differ. */
export const floorDiv: Operation = {
  tensorflow: ["FloorDiv"],
  onnx: ["Div", "Floor", "Mod", "Sub", "Cast"],
  write(context) {
    const [a, b] = [context.input(0), context.input(1)];
    const { type } = context.output();
    if (type === "float32") return context.emit("Floor", [context.emit("Div", [a, b])]);
    // The remainder has the sign of the divisor, so that what is left after taking it away divides without a rest.
    return context.emit("Div", [context.emit("Sub", [a, context.emit("Mod", [a, b])]), b]);
  },
};

/** The rest has the sign of the divisor. ONNX has that for whole numbers; of floats its Mod has the other sign. */
export const floorMod: Operation = {
  tensorflow: ["FloorMod"],
  elsewhere: ["Mod"],
  onnx: ["Mod", "Less", "Xor", "Equal", "Not", "And", "Add", "Where"],
  write(context) {
    const [a, b] = [context.input(0), context.input(1)];
    const { type } = context.output();
    if (type !== "float32") return context.emit("Mod", [a, b]);
    const rest = context.emit("Mod", [a, b], { attributes: { fmod: 1 } });
    const zero = context.scalar("float32", 0);
    const negative = (value: string): string => context.emit("Less", [value, zero], { type: "bool" });
    const left = context.emit("Not", [context.emit("Equal", [rest, zero], { type: "bool" })]);
    const other = context.emit("And", [left, context.emit("Xor", [negative(rest), negative(b)])]);
    return context.emit("Where", [other, context.emit("Add", [rest, b]), rest], { type: "float32" });
  },
};
