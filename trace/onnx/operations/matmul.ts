/** Products of matrices, of one or of many. */
import type { Operation } from "../operation.js";

/** The last two axes exchanged. */
function swapLast(rank: number): number[] {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return [...order.slice(0, -2), rank - 1, rank - 2];
}

export const matMul: Operation = {
  tensorflow: ["BatchMatMulV2"],
  elsewhere: ["BatchMatMul", "BatchMatMulV3", "MatMul"],
  onnx: ["MatMul", "Transpose"],
  write(context) {
    const flipped = (i: number, names: readonly string[]): string => {
      const value = context.input(i);
      return names.some((name) => context.bool(name)) ? context.transpose(value, swapLast(context.rank(i))) : value;
    };
    const a = flipped(0, ["adj_x", "transpose_a"]);
    const b = flipped(1, ["adj_y", "transpose_b"]);
    return context.emit("MatMul", [a, b], { shape: context.output().shape });
  },
};

export const biasAdd: Operation = {
  tensorflow: [],
  elsewhere: ["BiasAdd", "BiasAddV1"],
  onnx: ["Add"],
  write(context) {
    const [x, bias] = [context.input(0), context.input(1)];
    if (context.text("data_format") !== "NCHW") return context.emit("Add", [x, bias]);
    const behind = Array.from({ length: context.rank(0) - 2 }, (_, i) => i + 1);
    return context.emit("Add", [x, context.unsqueeze(bias, behind)]);
  },
};
