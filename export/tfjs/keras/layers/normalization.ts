/** Normalizations: https://keras.io/api/layers/normalization_layers/ */
import type { Tensor } from "@tensorflow/tfjs";
import { fixed, type LayerDefinition, type Options, type Shape } from "../define-layer.js";

function axesOf(options: Options, rank: number): number[] {
  const axis = options.axis ?? -1;
  const list = Array.isArray(axis) ? axis.map(Number) : [Number(axis)];
  return list.map((one) => (one < 0 ? one + rank : one));
}

function kept(shape: Shape | undefined, options: Options): number[] {
  return axesOf(options, shape?.length ?? 0).map((axis) => fixed(shape, axis));
}

/** A weight of the kept axes, with ones where the others are. */
function spread(x: Tensor, axes: readonly number[]): number[] {
  return x.shape.map((length, axis) => (axes.includes(axis) ? length : 1));
}

/** See the head of the file. */
export const normalizationLayers: readonly LayerDefinition[] = [
  {
    className: "GroupNormalization",
    weights: ([shape], options) => ({
      ...(options.scale === false ? {} : { gamma: kept(shape, options) }),
      ...(options.center === false ? {} : { beta: kept(shape, options) }),
    }),
    call: ({ tf, options, weight, has }, given) => {
      const x = given as Tensor;
      const [axis = x.rank - 1] = axesOf(options, x.rank);
      const channels = x.shape[axis] ?? 1;
      const groups = Number(options.groups ?? 32) === -1 ? channels : Number(options.groups ?? 32);
      const shape = [...x.shape.slice(0, axis), groups, channels / groups, ...x.shape.slice(axis + 1)];
      const grouped = tf.reshape(x, shape);
      const axes = shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
      const { mean, variance } = tf.moments(grouped, axes, true);
      const epsilon = Number(options.epsilon ?? 1e-3);
      const normal = tf.reshape(tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, epsilon))), x.shape);
      const scaled = has("gamma") ? tf.mul(normal, tf.reshape(weight("gamma"), spread(x, [axis]))) : normal;
      return has("beta") ? tf.add(scaled, tf.reshape(weight("beta"), spread(x, [axis]))) : scaled;
    },
  },
  {
    className: "UnitNormalization",
    call: ({ tf, options }, given) => {
      const x = given as Tensor;
      const squares = tf.sum(tf.square(x), axesOf(options, x.rank), true);
      return tf.mul(x, tf.rsqrt(tf.maximum(squares, 1e-12)));
    },
  },
  {
    className: "RMSNormalization",
    weights: ([shape], options) => ({ scale: kept(shape, options) }),
    call: ({ tf, options, weight }, given) => {
      const x = given as Tensor;
      const axes = axesOf(options, x.rank);
      const mean = tf.mean(tf.square(x), axes, true);
      const normal = tf.mul(x, tf.rsqrt(tf.add(mean, Number(options.epsilon ?? 1e-6))));
      return tf.mul(normal, tf.reshape(weight("scale"), spread(x, axes)));
    },
  },
  {
    className: "Normalization",
    weights: ([shape], options) =>
      options.mean === undefined || options.mean === null
        ? { mean: kept(shape, options), variance: kept(shape, options) }
        : {},
    call: ({ tf, options, weight, has }, given) => {
      const x = tf.cast(given as Tensor, "float32");
      const axes = axesOf(options, x.rank);
      const to = spread(x, axes);
      const read = (name: "mean" | "variance"): Tensor =>
        has(name) ? weight(name) : tf.tensor(options[name] as number[]).as1D();
      const shaped = (value: Tensor): Tensor => (value.size === 1 ? value.reshape([]) : value.reshape(to));
      const deviation = tf.maximum(tf.sqrt(shaped(read("variance"))), 1e-7);
      const mean = shaped(read("mean"));
      return options.invert === true ? tf.add(mean, tf.mul(x, deviation)) : tf.div(tf.sub(x, mean), deviation);
    },
  },
  {
    className: "ELU",
    call: ({ tf, options }, given) => {
      const x = given as Tensor;
      return tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.minimum(x, 0)), Number(options.alpha ?? 1)));
    },
  },
  {
    className: "ReLU",
    call: ({ tf, options }, given) => {
      const x = given as Tensor;
      const threshold = Number(options.threshold ?? 0);
      const slope = Number(options.negativeSlope ?? 0);
      const above =
        options.maxValue === undefined || options.maxValue === null ? x : tf.minimum(x, Number(options.maxValue));
      const below = tf.mul(tf.sub(x, threshold), slope);
      return tf.where(tf.greaterEqual(x, threshold), above, below);
    },
  },
  {
    // tfjs's own looks at the largest and smallest index, which a graph cannot.
    className: "CategoryEncoding",
    outputShape: ([shape = []], { numTokens, outputMode }) =>
      outputMode === "oneHot" && shape.at(-1) !== 1
        ? [...shape, Number(numTokens)]
        : [...shape.slice(0, -1), Number(numTokens)],
    call: ({ tf, options }, given) => {
      const indices = tf.cast(given as Tensor, "int32");
      const depth = Number(options.numTokens);
      const mode = String(options.outputMode ?? "multiHot");
      if (mode === "oneHot") {
        const hot = tf.oneHot(indices, depth);
        const [last] = indices.shape.slice(-1);
        return tf.cast(last === 1 ? tf.squeeze(hot, [indices.rank - 1]) : hot, "float32");
      }
      const hot = tf.cast(tf.oneHot(indices, depth), "float32");
      return mode === "count" ? tf.sum(hot, indices.rank - 1) : tf.max(hot, indices.rank - 1);
    },
  },
];
