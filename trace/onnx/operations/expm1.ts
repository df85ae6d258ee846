/** `exp(x) - 1`, exact for small x too. */
import type { Operation } from "../operation.js";

/** Kahan's way: with u = exp(x) rounded, (u - 1) * x / log(u); away from 0 the difference itself is as good. */
export const expm1: Operation = {
  tensorflow: ["Expm1"],
  onnx: ["Exp", "Sub", "Log", "Div", "Mul", "Abs", "Equal", "Greater", "Where"],
  write(context) {
    const x = context.input(0);
    const one = context.scalar("float32", 1);
    const u = context.emit("Exp", [x]);
    const plain = context.emit("Sub", [u, one]);
    const corrected = context.emit("Mul", [plain, context.emit("Div", [x, context.emit("Log", [u])])]);
    const tiny = context.emit("Equal", [u, one], { type: "bool" });
    const away = context.emit("Greater", [context.emit("Abs", [x]), context.scalar("float32", 0.5)], { type: "bool" });
    const small = context.emit("Where", [tiny, x, corrected], { type: "float32" });
    return context.emit("Where", [away, plain, small], { type: "float32" });
  },
};
