/** Each channel times a number after a convolution or a product of matrices: the weights take it in. */
import type { OnnxConstant, OnnxNode } from "../graph.js";
import type { Pass, Rewriter } from "./pass.js";
import { perChannel } from "./per-channel.js";

export const foldScale: Pass = {
  ops: ["Mul", "Div"],
  rewrite(node, at) {
    const [a = "", b = ""] = node.inputs;
    for (const [value, other] of node.op === "Mul" ? [[a, b] as const, [b, a] as const] : [[a, b] as const]) {
      const before = at.producer(value, "Conv", "ConvTranspose", "Gemm");
      const factor = at.known(other);
      if (before === undefined || factor === undefined || !at.isOnlyUse(value)) continue;
      const { shape } = at.typeOf(value);
      const numbers = perChannel(factor, shape.length, 1, Number(shape[1]));
      if (numbers === undefined || at.shapeOf(other).length > shape.length) continue;
      const scale = node.op === "Mul" ? numbers : numbers.map((number) => 1 / number);
      const found = scaled(
        before,
        at,
        scale,
        scale.map(() => 0),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  },
};

/** Batch normalisation is a factor and a summand for each channel. */
export const foldBatchNorm: Pass = {
  ops: ["BatchNormalization"],
  rewrite(node, at) {
    const [value = "", ...names] = node.inputs;
    const before = at.producer(value, "Conv", "ConvTranspose");
    const [scale, offset, mean, variance] = names.map((name) => at.known(name)?.values);
    if (before === undefined || !at.isOnlyUse(value)) return undefined;
    if (scale === undefined || offset === undefined || mean === undefined || variance === undefined) return undefined;
    const epsilon = node.attributes.epsilon;
    const floor = typeof epsilon === "object" && "float" in epsilon ? epsilon.float : 1e-5;
    const factor = Float32Array.from(scale, (number, i) => number / Math.sqrt((variance[i] ?? 0) + floor));
    const summand = Float32Array.from(offset, (number, i) => number - (mean[i] ?? 0) * (factor[i] ?? 0));
    return scaled(before, at, factor, summand);
  },
};

/** The operator with weights and bias times a factor each channel, and a summand in the bias. */
function scaled(before: OnnxNode, at: Rewriter, factor: Float32Array, summand: Float32Array): string | undefined {
  const [x = "", weightName, biasName] = before.inputs;
  const [weight, bias] = [at.known(weightName), at.known(biasName)];
  if (weight === undefined || (biasName !== undefined && biasName !== "" && bias === undefined)) return undefined;
  if (bias !== undefined && bias.values.length !== factor.length) return undefined;
  // A transposed convolution in groups would need the group's number too.
  const isTransposed = before.op === "ConvTranspose";
  if (isTransposed && Number(before.attributes.group ?? 1) !== 1) return undefined;
  const isGemm = before.op === "Gemm";
  if (isGemm && before.attributes.transB === 1) return undefined;
  const axis = isGemm || isTransposed ? 1 : 0;
  const weights: OnnxConstant = { ...weight, values: timesAlong(weight, axis, factor) };
  const shifted = Float32Array.from(factor, (number, i) => number * Number(bias?.values[i] ?? 0) + (summand[i] ?? 0));
  const inputs = [x, at.constant(weights, "weight")];
  if (bias !== undefined || shifted.some((number) => number !== 0)) {
    inputs.push(at.constant({ type: "float32", dims: [shifted.length], values: shifted }, "bias"));
  }
  return at.emit(before.op, inputs, { attributes: before.attributes, shape: at.shapeOf(before.outputs[0] ?? "") });
}

function timesAlong({ dims, values }: OnnxConstant, axis: number, factor: Float32Array): Float32Array {
  const inner = dims.slice(axis + 1).reduce((product, length) => product * length, 1);
  const length = dims[axis] ?? 1;
  return Float32Array.from(values, (value, i) => value * (factor[Math.floor(i / inner) % length] ?? 1));
}
