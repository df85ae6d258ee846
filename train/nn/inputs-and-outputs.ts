/** Layers at the border of a network: raw numbers in, logits out. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { sizeOf } from "../../core/tensor.js";
import type { Builder } from "./builder.js";
import { denseLayers } from "./dense.js";
import { InputNode, nodeOf, type Raw, type Value } from "./value.js";

/** A deviation below this share of the largest value is rounding: the column is constant, and is only moved. */
const FLOOR = 1.2e-7;

/**
 * The layers of `nn` at its border.
 *
 * @typeParam Outputs names of the model's outputs.
 */
export function borderLayers<Outputs extends string>(build: Builder) {
  const { dense } = denseLayers(build);
  return {
    /**
     * A raw input with mean 0 and deviation 1, as the training part has them; a component (of a series: a channel) that is
     * constant there is only moved. The numbers stay in the graph, so that clients send raw values.
     */
    standardize<R extends number>(x: Raw<R>): Value<R> {
      const node = nodeOf(x, "nn.standardize");
      const layer = build.layer("standardize", undefined);
      const statistics = node instanceof InputNode ? build.facts.statistics[node.input] : undefined;
      if (statistics === undefined) {
        throw new UsageError(`${layer} takes a raw input of numbers or a series, and was given ${node.name}`, {
          next: "Inside of a network, nn.batchNorm and nn.layerNorm do the like. Pictures come as numbers from 0 to 1.",
        });
      }
      const means = statistics.map(({ mean }) => mean);
      const factors = statistics.map(({ mean, deviation }) => (deviation > FLOOR * Math.abs(mean) ? 1 / deviation : 1));
      const last = node.shape.at(-1) ?? 1;
      const shape = statistics.length === sizeOf(node.shape) ? node.shape : [last];
      return build.node<R>(layer, node.shape, [node], ({ tf }, input) =>
        tf.mul(tf.sub(input as Tensor, tf.tensor(means, [...shape])), tf.tensor(factors, [...shape])),
      );
    },

    /**
     * A dense layer as wide as an output needs: a number for each label, or for each component of a number. There is no
     * softmax after it: loss and graph have theirs.
     */
    logits(x: Value<1>, output: Outputs, options: { name?: string } = {}): Value<1> {
      const width = build.widths[output];
      if (width === undefined) {
        throw new UsageError(`the model has no output "${output}"`, {
          next: `Its outputs are ${Object.keys(build.widths).join(", ")}.`,
        });
      }
      return dense(x, width, { name: options.name ?? `${output}_logits`, kernel: "glorotUniform" });
    },
  };
}
