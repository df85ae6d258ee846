/** `log(1 + x)`, exact for small x too, where `1 + x` has lost what matters. */
import type { Operation } from "../operation.js";

/**
 * Kahan's way: with u = 1 + x rounded, log(u) * x / (u - 1) is log(1 + x) to the last bit or two. Above 1 the plain
 * logarithm is as good, and does not divide infinity by infinity.
 */
export const log1p: Operation = {
  tensorflow: ["Log1p"],
  onnx: ["Add", "Log", "Sub", "Div", "Mul", "Equal", "Greater", "Where"],
  write(context) {
    const x = context.input(0);
    const one = context.scalar("float32", 1);
    const u = context.emit("Add", [x, one]);
    const plain = context.emit("Log", [u]);
    const corrected = context.emit("Mul", [plain, context.emit("Div", [x, context.emit("Sub", [u, one])])]);
    const tiny = context.emit("Equal", [u, one], { type: "bool" });
    const large = context.emit("Greater", [x, one], { type: "bool" });
    const small = context.emit("Where", [tiny, x, corrected], { type: "float32" });
    return context.emit("Where", [large, plain, small], { type: "float32" });
  },
};
