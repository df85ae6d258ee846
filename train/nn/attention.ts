/** Attention over a series (Vaswani et al. 2017). */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { type Builder, requireRank } from "./builder.js";
import { nodeOf, type Value } from "./value.js";

/** Options of `nn.attention`. */
export interface AttentionOptions {
  readonly name?: string;
  /** Heads that look for themselves; 4 unless told. The width must be a multiple. */
  readonly heads?: number;
  /** Every moment looks back only, not ahead. */
  readonly causal?: boolean;
  /** Where to look: another series. Left out: at itself. */
  readonly memory?: Value<2>;
}

/** The attention layers of `nn`. */
export function attentionLayers(build: Builder) {
  return {
    /**
     * Every moment of a series as a mixture of all moments, by how well they fit: [time, features] to [time, features].
     */
    attention(x: Value<2>, options: AttentionOptions = {}): Value<2> {
      const node = nodeOf(x, "nn.attention");
      const { name, heads = 4, causal = false } = options;
      const memory = options.memory === undefined ? node : nodeOf(options.memory, "nn.attention");
      const layer = build.layer("attention", name);
      requireRank(layer, node, 2, "a series [time, features]");
      requireRank(layer, memory, 2, "a series [time, features] as its memory");
      const [time = 1, width = 1] = node.shape;
      const [moments = 1, remembered = 1] = memory.shape;
      if (width % heads !== 0) throw new UsageError(`${layer}: ${width} features cannot be parted into ${heads} heads`);
      const size = width / heads;
      const part = (kind: string, from: number, bias = true) => ({
        kernel: build.weight(layer, `${kind}Kernel`, { shape: [from, width], initialiser: "glorotUniform" }),
        bias: bias ? build.weight(layer, `${kind}Bias`, { shape: [width], initialiser: "zeros" }) : undefined,
      });
      // A bias of the key would add the same to all scores of a query, which softmax does not see.
      const [query, key, value] = [part("query", width), part("key", remembered, false), part("value", remembered)];
      const output = part("output", width);
      const uses = [query, key, value, output].flatMap(({ kernel, bias }) =>
        bias === undefined ? [kernel] : [kernel, bias],
      );
      // Below the diagonal 0, above it so low that nothing is left of it.
      const ahead = Array.from({ length: time }, (_, row) =>
        Array.from({ length: moments }, (_, column) => (column > row ? -1e9 : 0)),
      );
      return build.node<2>(
        layer,
        [time, width],
        memory === node ? [node] : [node, memory],
        ({ tf, weights }, asking, answering = asking) => {
          const project = (input: Tensor, { kernel, bias }: typeof query, from: number) => {
            const product = tf.matMul(tf.reshape(input, [-1, from]), weights[kernel] as Tensor);
            return bias === undefined ? product : tf.add(product, weights[bias] as Tensor);
          };
          const parted = (input: Tensor, of: typeof query, from: number, length: number) =>
            tf.transpose(tf.reshape(project(input, of, from), [-1, length, heads, size]), [0, 2, 1, 3]);
          const q = parted(asking as Tensor, query, width, time);
          const k = parted(answering as Tensor, key, remembered, moments);
          const v = parted(answering as Tensor, value, remembered, moments);
          const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size));
          const seen = causal ? tf.add(scores, tf.tensor(ahead, [time, moments])) : scores;
          const mixed = tf.transpose(tf.matMul(tf.softmax(seen), v), [0, 2, 1, 3]);
          return tf.reshape(project(mixed, output, width), [-1, time, width]);
        },
        uses,
      );
    },

    /** What tells moments apart: a learned vector for each is added to a series, [time, features]. */
    positions(x: Value<2>, options: { name?: string } = {}): Value<2> {
      const node = nodeOf(x, "nn.positions");
      const layer = build.layer("positions", options.name);
      requireRank(layer, node, 2, "a series [time, features]");
      const table = build.weight(layer, "table", {
        shape: node.shape,
        initialiser: (random, { shape }) =>
          Float32Array.from({ length: (shape[0] ?? 1) * (shape[1] ?? 1) }, () => 0.02 * random.normal()),
        decays: false,
      });
      return build.node<2>(
        layer,
        node.shape,
        [node],
        ({ tf, weights }, input) => tf.add(input as Tensor, weights[table] as Tensor),
        [table],
      );
    },
  };
}
