/** Numbers at equal distances. */
import { isBatchDim } from "../../graph.js";
import type { Operation } from "../operation.js";

export const range: Operation = {
  tensorflow: ["Range"],
  onnx: ["Range"],
  write(context) {
    const { type, shape } = context.output();
    const [length = 0] = shape;
    if (isBatchDim(length)) {
      return context.emit("Range", [context.input(0), context.input(1), context.input(2)], { type, shape });
    }
    const [start, step] = [context.number(0, "beginning"), context.number(2, "step")];
    const values = type === "float32" ? new Float32Array(length) : new Int32Array(length);
    for (let i = 0; i < length; i++) values[i] = start + i * step;
    return context.constant({ type, dims: [length], values });
  },
};

/** `start + i * step` in floats, and the end exactly. */
export const linSpace: Operation = {
  tensorflow: ["LinSpace"],
  onnx: [],
  write(context) {
    const [start, stop] = [context.number(0, "beginning"), context.number(1, "end")];
    const length = context.number(2, "numbers of elements");
    const step = length > 1 ? Math.fround(Math.fround(stop - start) / (length - 1)) : 0;
    const values = Float32Array.from({ length }, (_, i) => (i === length - 1 && i > 0 ? stop : start + i * step));
    return context.constant({ type: "float32", dims: [length], values });
  },
};
