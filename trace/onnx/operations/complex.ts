/** Complex numbers, as pairs of floats along a last axis, and their Fourier transform. */
import type { Dim } from "../../graph.js";
import type { Operation, OperationContext } from "../operation.js";

export const complex: Operation = {
  tensorflow: ["Complex"],
  onnx: ["Unsqueeze", "Concat"],
  complex: true,
  write(context) {
    const rank = context.rank(0);
    return context.concat(
      [context.input(0), context.input(1)].map((part) => context.unsqueeze(part, [rank])),
      rank,
    );
  },
};

export const partOfComplex: Operation = {
  tensorflow: ["Real", "Imag"],
  onnx: ["Gather"],
  complex: true,
  write(context) {
    const axis = context.rank(0) - 1;
    const index = context.int64(context.op === "Real" ? 0 : 1);
    return context.emit("Gather", [context.input(0), index], { attributes: { axis }, shape: context.output().shape });
  },
};

export const complexAbs: Operation = {
  tensorflow: ["ComplexAbs"],
  onnx: ["ReduceL2"],
  complex: true,
  write: (context) => context.reduce("ReduceL2", context.input(0), [context.rank(0) - 1], false),
};

/** Up to this length the transform is a product with a matrix: as exact, and faster than anything cleverer. */
const SHORT = 128;

/** Up to this length it is one anyway where the length is no power of two: onnxruntime's DFT loses four digits there. */
const LONGEST_MATRIX = 1024;

/** ONNX has DFT from operator set 17 on; its axis became an input with 20. */
export const fft: Operation = {
  tensorflow: ["FFT", "IFFT"],
  onnx: ["DFT", "MatMul", "Reshape"],
  complex: true,
  write(context) {
    const x = context.input(0);
    const shape = context.shapeOf(x);
    const inverse = context.op === "IFFT";
    const length = context.fixed(shape[shape.length - 2], "the length of the signal");
    const hasDft = context.opset >= 17;
    const isPower = Number.isInteger(Math.log2(length));
    if (!hasDft && length > LONGEST_MATRIX) {
      throw context.refuse(`a signal of ${length} numbers needs operator set 17 or newer`);
    }
    if (length <= SHORT || !hasDft || (!isPower && length <= LONGEST_MATRIX)) {
      const flat = context.reshape(x, [...shape.slice(0, -2), 2 * length]);
      const product = context.emit("MatMul", [flat, fourierMatrix(context, length, inverse)], {
        shape: [...shape.slice(0, -2), 2 * length],
      });
      return context.reshape(product, shape);
    }
    const signals: Dim[] = shape.length === 2 ? [1, length, 2] : [...shape];
    const axis = signals.length - 2;
    const input = context.reshape(x, signals);
    const attributes = { inverse: Number(inverse), onesided: 0 };
    const made =
      context.opset >= 20
        ? context.emit("DFT", [input, "", context.int64(axis)], { attributes, shape: signals })
        : context.emit("DFT", [input], { attributes: { ...attributes, axis }, shape: signals });
    return context.reshape(made, shape);
  },
};

/** [2n, 2n]: pairs in, pairs out. */
function fourierMatrix(context: OperationContext, n: number, inverse: boolean): string {
  const values = new Float32Array(4 * n * n);
  const scale = inverse ? 1 / n : 1;
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      const angle = ((inverse ? 2 : -2) * Math.PI * ((from * to) % n)) / n;
      const [real, imaginary] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      values[2 * from * 2 * n + 2 * to] = real;
      values[2 * from * 2 * n + 2 * to + 1] = imaginary;
      values[(2 * from + 1) * 2 * n + 2 * to] = -imaginary;
      values[(2 * from + 1) * 2 * n + 2 * to + 1] = real;
    }
  }
  return context.constant({ type: "float32", dims: [2 * n, 2 * n], values });
}
