/** Attention: https://keras.io/api/layers/attention_layers/ */
import type { Tensor } from "@tensorflow/tfjs";
import { fixed, type LayerCall, type LayerDefinition, type Options, type Shape } from "../define-layer.js";

/** Query, value and key: the key is the value where there are two. */
function three(inputs: readonly Tensor[]): [Tensor, Tensor, Tensor] {
  const [query, value, key = value] = inputs;
  if (query === undefined || value === undefined || key === undefined)
    throw new Error("attention without query and value");
  return [query, value, key];
}

const attended = ([query = [], value = []]: readonly Shape[]): Shape => [...query.slice(0, -1), value.at(-1) ?? null];

function projection(
  name: string,
  channels: number,
  heads: number,
  size: number,
  options: Options,
): Record<string, number[]> {
  return {
    [`${name}/kernel`]: [channels, heads, size],
    ...(options.useBias === false ? {} : { [`${name}/bias`]: [heads, size] }),
  };
}

/** [batch, time, channels] -> [batch, heads, time, size] */
function project({ tf, weight, has }: LayerCall, name: string, x: Tensor): Tensor {
  const kernel = weight(`${name}/kernel`);
  const [channels = 1, heads = 1, size = 1] = kernel.shape;
  const [batch = 1, time = 1] = x.shape;
  const flat = tf.matMul(
    tf.reshape(x, [batch * time, channels]) as never,
    tf.reshape(kernel, [channels, heads * size]) as never,
  );
  const split = tf.reshape(flat, [batch, time, heads, size]);
  const shifted = has(`${name}/bias`) ? tf.add(split, weight(`${name}/bias`)) : split;
  return tf.transpose(shifted, [0, 2, 1, 3]);
}

/** See the head of the file. */
export const attentionLayers: readonly LayerDefinition[] = [
  {
    className: "Attention",
    weights: (_, options) => ({
      ...(options.useScale === true ? { scale: [] } : {}),
      ...(options.scoreMode === "concat" ? { concat_score_weight: [] } : {}),
    }),
    outputShape: attended,
    call: ({ tf, options, weight, has }, ...inputs) => {
      const [query, value, key] = three(inputs);
      let scores: Tensor;
      if (options.scoreMode === "concat") {
        const sum = tf.add(tf.expandDims(query, -2), tf.expandDims(key, -3));
        const scaled = has("scale") ? tf.mul(sum, weight("scale")) : sum;
        scores = tf.mul(tf.sum(tf.tanh(scaled), -1), weight("concat_score_weight"));
      } else {
        const product = tf.matMul(query, key, false, true);
        scores = has("scale") ? tf.mul(product, weight("scale")) : product;
      }
      return tf.matMul(tf.softmax(scores), value);
    },
  },
  {
    className: "AdditiveAttention",
    weights: ([query], options) => (options.useScale === false ? {} : { scale: [fixed(query, -1)] }),
    outputShape: attended,
    call: ({ tf, weight, has }, ...inputs) => {
      const [query, value, key] = three(inputs);
      const sum = tf.tanh(tf.add(tf.expandDims(query, -2), tf.expandDims(key, -3)));
      const scores = tf.sum(has("scale") ? tf.mul(sum, weight("scale")) : sum, -1);
      return tf.matMul(tf.softmax(scores), value);
    },
  },
  {
    className: "MultiHeadAttention",
    weights: ([query, value, key = value], options) => {
      const heads = Number(options.numHeads);
      const size = Number(options.keyDim);
      const valueSize = Number(options.valueDim ?? size);
      const out = Array.isArray(options.outputShape)
        ? Number(options.outputShape[0])
        : Number(options.outputShape ?? fixed(query, -1));
      return {
        ...projection("query", fixed(query, -1), heads, size, options),
        ...projection("key", fixed(key, -1), heads, size, options),
        ...projection("value", fixed(value, -1), heads, valueSize, options),
        "attention_output/kernel": [heads, valueSize, out],
        ...(options.useBias === false ? {} : { "attention_output/bias": [out] }),
      };
    },
    outputShape: ([query = []], options) => [
      ...query.slice(0, -1),
      Number((Array.isArray(options.outputShape) ? options.outputShape[0] : options.outputShape) ?? fixed(query, -1)),
    ],
    call: (layer, ...inputs) => {
      const { tf, options, weight, has } = layer;
      const [query, value, key] = three(inputs);
      const q = tf.mul(project(layer, "query", query), 1 / Math.sqrt(Number(options.keyDim)));
      const scores = tf.softmax(tf.matMul(q, project(layer, "key", key), false, true));
      const heads = tf.transpose(tf.matMul(scores, project(layer, "value", value)), [0, 2, 1, 3]);
      const kernel = weight("attention_output/kernel");
      const [count = 1, size = 1, out = 1] = kernel.shape;
      const [batch = 1, time = 1] = heads.shape;
      const flat = tf.matMul(
        tf.reshape(heads, [batch * time, count * size]) as never,
        tf.reshape(kernel, [count * size, out]) as never,
      );
      const result = tf.reshape(flat, [batch, time, out]);
      return has("attention_output/bias") ? tf.add(result, weight("attention_output/bias")) : result;
    },
  },
  {
    className: "EinsumDense",
    weights: ([shape], options) => einsumWeights(shape ?? [], options),
    outputShape: ([shape = []], options) => einsumShape(shape, options),
    call: ({ tf, options, weight, has, activate }, x) => {
      const result = tf.einsum(String(options.equation), x as Tensor, weight("kernel"));
      return activate(has("bias") ? tf.add(result, weight("bias")) : result);
    },
  },
];

/** Letters of an equation with their lengths. */
function einsumLengths(
  shape: Shape,
  options: Options,
): { letters: Map<string, number | null>; kernel: string; out: string } {
  const [sides = "", out = ""] = String(options.equation).split("->");
  const [from = "", kernel = ""] = sides.split(",");
  if (sides.includes("...")) throw new Error("an equation with an ellipsis is not converted");
  const letters = new Map([...from].map((letter, i) => [letter, shape[i] ?? null]));
  const given = Array.isArray(options.outputShape) ? options.outputShape : [options.outputShape];
  for (const [i, letter] of [...out].slice(1).entries()) {
    if (!letters.has(letter)) letters.set(letter, Number(given[i]));
  }
  return { letters, kernel, out };
}

function einsumShape(shape: Shape, options: Options): Shape {
  const { letters, out } = einsumLengths(shape, options);
  return [...out].map((letter) => letters.get(letter) ?? null);
}

function einsumWeights(shape: Shape, options: Options): Record<string, number[]> {
  const { letters, kernel, out } = einsumLengths(shape, options);
  const length = (letter: string): number => {
    const found = letters.get(letter);
    if (typeof found !== "number") throw new Error(`the length of ${letter} is left open`);
    return found;
  };
  const biasAxes = typeof options.biasAxes === "string" ? options.biasAxes : "";
  const first = Math.min(...[...biasAxes].map((letter) => out.indexOf(letter)));
  return {
    kernel: [...kernel].map(length),
    ...(biasAxes === ""
      ? {}
      : { bias: [...out].slice(first).map((letter) => (biasAxes.includes(letter) ? length(letter) : 1)) }),
  };
}
