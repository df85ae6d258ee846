/** Layers that are random in training. Their numbers are drawn by the engine and come in with the step, so that a resumed run has the same. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { Builder } from "./builder.js";
import { nodeOf, type Value } from "./value.js";

/** The random layers of `nn`. */
export function noiseLayers(build: Builder) {
  const drop = <R extends number>(x: Value<R>, rate: number, kind: "dropout" | "spatialDropout", name?: string) => {
    const node = nodeOf(x, `nn.${kind}`);
    const layer = build.layer(kind, name);
    if (!(rate >= 0 && rate < 1)) throw new UsageError(`${layer}: a rate is from 0 to below 1, got ${rate}`);
    if (rate === 0) return node;
    // Whole channels are dropped where neighbours tell the same.
    const shape = kind === "dropout" ? node.shape : node.shape.map((size, i) => (i === node.rank - 1 ? size : 1));
    const uniform = build.draw(layer, "uniform", { kind: "uniform", shape });
    return build.node<R>(layer, node.shape, [node], ({ tf, training, random }, input) => {
      if (!training) return input as Tensor;
      const kept = tf.cast(tf.greaterEqual(random[uniform] as Tensor, rate), "float32");
      return tf.mul(input as Tensor, tf.mul(kept, 1 / (1 - rate)));
    });
  };
  return {
    /** Drops each number with the probability `rate` in training, and scales up those that stay (Srivastava et al. 2014). */
    dropout: <R extends number>(x: Value<R>, rate: number, options: { name?: string } = {}): Value<R> =>
      drop(x, rate, "dropout", options.name),

    /** Drops whole channels (the last dimension) of a series or a picture (Tompson et al. 2015). */
    spatialDropout: <R extends number>(x: Value<R>, rate: number, options: { name?: string } = {}): Value<R> =>
      drop(x, rate, "spatialDropout", options.name),

    /** Adds normal noise of a deviation in training. */
    gaussianNoise<R extends number>(x: Value<R>, deviation: number, options: { name?: string } = {}): Value<R> {
      const node = nodeOf(x, "nn.gaussianNoise");
      const layer = build.layer("gaussianNoise", options.name);
      if (!(deviation >= 0)) throw new UsageError(`${layer}: a deviation is 0 or more, got ${deviation}`);
      if (deviation === 0) return node;
      const normal = build.draw(layer, "normal", { kind: "normal", shape: node.shape });
      return build.node<R>(layer, node.shape, [node], ({ tf, training, random }, input) =>
        training ? tf.add(input as Tensor, tf.mul(random[normal] as Tensor, deviation)) : (input as Tensor),
      );
    },
  };
}
