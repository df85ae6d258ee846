/** The angle of a point. */
import type { Operation } from "../operation.js";

/** atan(y / x), half a turn further where x is negative; on the axis a quarter turn; 0 at the origin. */
export const atan2: Operation = {
  tensorflow: ["Atan2"],
  onnx: ["Div", "Atan", "Less", "Reciprocal", "Or", "Equal", "Where", "Add", "Sign", "Mul"],
  write(context) {
    const [y, x] = [context.input(0), context.input(1)];
    const zero = context.scalar("float32", 0);
    const one = context.scalar("float32", 1);
    const isZero = context.emit("Equal", [x, zero], { type: "bool" });
    const angle = context.emit("Atan", [
      context.emit("Div", [y, context.emit("Where", [isZero, one, x], { type: "float32" })]),
    ]);
    // Zeros have signs, which only a division shows: behind the origin lies half a turn.
    const negative = (value: string): string => {
      const flipped = context.emit("Less", [context.emit("Reciprocal", [value]), zero], { type: "bool" });
      return context.emit("Or", [context.emit("Less", [value, zero], { type: "bool" }), flipped]);
    };
    const half = context.emit(
      "Where",
      [negative(y), context.scalar("float32", -Math.PI), context.scalar("float32", Math.PI)],
      { type: "float32" },
    );
    const behind = negative(x);
    const turned = context.emit("Where", [behind, context.emit("Add", [angle, half]), angle], { type: "float32" });
    const origin = context.emit("Where", [behind, half, y], { type: "float32" });
    const onLine = context.emit("Equal", [y, zero], { type: "bool" });
    const quarter = context.emit("Mul", [context.emit("Sign", [y]), context.scalar("float32", Math.PI / 2)]);
    const upright = context.emit("Where", [onLine, origin, quarter], { type: "float32" });
    return context.emit("Where", [isZero, upright, turned], { type: "float32", shape: context.output().shape });
  },
};
