/** Layers that keep what is inside of a network at mean 0 and deviation 1, with a scale and an offset that are learned. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Builder } from "./builder.js";
import { nodeOf, type Value } from "./value.js";

/** What the normalising layers can be told. */
export interface NormalisationOptions {
  readonly name?: string;
  /** Added to the variance. */
  readonly epsilon?: number;
}

/** The normalising layers of `nn`. */
export function normalisationLayers(build: Builder) {
  const scaleAndOffset = (layer: string, width: number) => ({
    scale: build.weight(layer, "scale", { shape: [width], initialiser: "ones" }),
    offset: build.weight(layer, "offset", { shape: [width], initialiser: "zeros" }),
  });

  return {
    /**
     * Over the batch, channel by channel (Ioffe and Szegedy 2015). Training uses the batch's own mean and variance and keeps
     * running ones (`mean`, `variance`), which are state and not learned; everything else uses these.
     *
     * @param options `momentum`: what stays of the running statistics in a step; 0.9 unless told.
     */
    batchNorm<R extends number>(
      x: Value<R>,
      options: NormalisationOptions & { readonly momentum?: number } = {},
    ): Value<R> {
      const node = nodeOf(x, "nn.batchNorm");
      const { name, epsilon = 1e-3, momentum = 0.9 } = options;
      const layer = build.layer("batchNorm", name);
      const width = node.shape.at(-1) ?? 1;
      const { scale, offset } = scaleAndOffset(layer, width);
      const mean = build.weight(layer, "mean", { shape: [width], initialiser: "zeros", trainable: false });
      const variance = build.weight(layer, "variance", { shape: [width], initialiser: "ones", trainable: false });
      const axes = node.shape.map((_, i) => i);
      return build.node<R>(
        layer,
        node.shape,
        [node],
        ({ tf, weights, training, state }, given) => {
          const input = given as Tensor;
          const of = (part: string) => weights[part] as Tensor;
          const apply = (centre: Tensor, spread: Tensor) => {
            // One factor and one summand a channel: what is left is a product and a sum, however large the picture.
            const factor = tf.mul(of(scale), tf.rsqrt(tf.add(spread, epsilon)));
            return tf.add(tf.mul(input, factor), tf.sub(of(offset), tf.mul(centre, factor)));
          };
          if (!training) return apply(of(mean), of(variance));
          const centre = tf.mean(input, axes);
          const spread = tf.mean(tf.square(tf.sub(input, centre)), axes);
          const moved = (old: Tensor, now: Tensor) => tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum));
          // A shared part is called several times in a step: each moves on what the one before left.
          state[mean] = moved(state[mean] ?? of(mean), centre);
          state[variance] = moved(state[variance] ?? of(variance), spread);
          return apply(centre, spread);
        },
        [scale, offset, mean, variance],
      );
    },

    /** Over the last dimension of each row (Ba, Kiros and Hinton 2016): the same in training and after. */
    layerNorm<R extends number>(x: Value<R>, options: NormalisationOptions = {}): Value<R> {
      const node = nodeOf(x, "nn.layerNorm");
      const { name, epsilon = 1e-5 } = options;
      const layer = build.layer("layerNorm", name);
      const { scale, offset } = scaleAndOffset(layer, node.shape.at(-1) ?? 1);
      return build.node<R>(
        layer,
        node.shape,
        [node],
        ({ tf, weights }, input) => {
          const normal = normalised(tf, input as Tensor, [node.rank], epsilon);
          return tf.add(tf.mul(normal, weights[scale] as Tensor), weights[offset] as Tensor);
        },
        [scale, offset],
      );
    },

    /**
     * Over groups of channels of each row (Wu and He 2018): small batches do not disturb it.
     *
     * @param groups a divisor of the channels; 8 unless told.
     */
    groupNorm<R extends number>(x: Value<R>, groups = 8, options: NormalisationOptions = {}): Value<R> {
      const node = nodeOf(x, "nn.groupNorm");
      const { name, epsilon = 1e-5 } = options;
      const layer = build.layer("groupNorm", name);
      const channels = node.shape.at(-1) ?? 1;
      if (channels % groups !== 0) {
        throw new UsageError(`${layer}: ${channels} channels cannot be parted into ${groups} groups`);
      }
      const { scale, offset } = scaleAndOffset(layer, channels);
      const parted = [...node.shape.slice(0, -1), groups, channels / groups];
      const axes = parted.map((_, i) => i + 1).filter((axis) => axis !== parted.length - 1);
      return build.node<R>(
        layer,
        node.shape,
        [node],
        ({ tf, weights }, input) => {
          const grouped = tf.reshape(input as Tensor, [-1, ...parted]);
          const normal = tf.reshape(normalised(tf, grouped, axes, epsilon), [-1, ...node.shape]);
          return tf.add(tf.mul(normal, weights[scale] as Tensor), weights[offset] as Tensor);
        },
        [scale, offset],
      );
    },
  };
}

/** Mean 0 and deviation 1 over some axes. */
function normalised(tf: TF, input: Tensor, axes: number[], epsilon: number): Tensor {
  const centred = tf.sub(input, tf.mean(input, axes, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon)));
}
