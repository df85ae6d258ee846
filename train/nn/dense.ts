/** Layers in which everything is connected with everything. */
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { sizeOf } from "../../core/tensor.js";
import { type Activation, activate, kernelStart } from "./activations.js";
import type { Builder } from "./builder.js";
import type { Initialiser } from "./initialisers.js";
import { type Category, CategoryNode, nodeOf, type Value } from "./value.js";

/** What every layer with a kernel can be told. */
export interface KernelOptions {
  readonly name?: string;
  readonly activation?: Activation;
  /** False leaves the bias out: what is normalised next has one of its own. */
  readonly bias?: boolean;
  /** How the kernel begins; He's start before a ReLU, Glorot's otherwise. */
  readonly kernel?: Initialiser;
}

/** Options of a layer, or the name of its activation alone. */
export function optionsOf<Options extends { readonly activation?: Activation }>(
  given: Activation | Options | undefined,
): Options | { readonly activation?: Activation } {
  return typeof given === "string" ? { activation: given } : (given ?? {});
}

/** The dense layers of `nn`. */
export function denseLayers(build: Builder) {
  return {
    /**
     * x times a kernel, plus a bias, through an activation. A value with more dimensions is taken position by position.
     *
     * @param units how wide the result is: [..., units].
     */
    dense<R extends number>(x: Value<R>, units: number, options?: Activation | KernelOptions): Value<R> {
      const node = nodeOf(x, "nn.dense");
      const { name, activation, bias = true, kernel } = optionsOf<KernelOptions>(options) as KernelOptions;
      const layer = build.layer("dense", name);
      const [features] = node.shape.slice(-1);
      if (features === undefined) throw new UsageError(`${layer} takes at least one dimension beside the batch`);
      const kernelName = build.weight(layer, "kernel", {
        shape: [features, units],
        initialiser: kernel ?? kernelStart(activation),
      });
      const biasName = bias ? build.weight(layer, "bias", { shape: [units], initialiser: "zeros" }) : undefined;
      const shape = [...node.shape.slice(0, -1), units];
      return build.node<R>(
        layer,
        shape,
        [node],
        ({ tf, weights }, input) => {
          const flat =
            shape.length === 1 ? (input as Tensor2D) : (tf.reshape(input as Tensor, [-1, features]) as Tensor2D);
          const product = tf.matMul(flat, weights[kernelName] as Tensor2D);
          const sum = biasName === undefined ? product : tf.add(product, weights[biasName] as Tensor);
          return activate(tf, activation, shape.length === 1 ? sum : tf.reshape(sum, [-1, ...shape]));
        },
        biasName === undefined ? [kernelName] : [kernelName, biasName],
      );
    },

    /**
     * A vector for each name of a category, learned: [units].
     *
     * @param options `name`, and how the vectors begin.
     */
    embedding(category: Category, units: number, options: { name?: string; table?: Initialiser } = {}): Value<1> {
      const { node, names } = categoryOf(category, "nn.embedding");
      const layer = build.layer("embedding", options.name);
      const table = build.weight(layer, "table", {
        shape: [names.length, units],
        initialiser:
          options.table ??
          ((random, { shape }) => Float32Array.from({ length: sizeOf(shape) }, () => random.between(-0.05, 0.05))),
        decays: false,
      });
      return build.node<1>(
        layer,
        [units],
        [node],
        // A product with one-hot rows, not a gather: its gradient is one more product and no scatter, and the tables are small.
        ({ tf, weights }, index) =>
          tf.matMul(
            tf.cast(tf.oneHot(index as Tensor1D, names.length), "float32") as Tensor2D,
            weights[table] as Tensor2D,
          ),
        [table],
      );
    },

    /** 1 at the place of the name and 0 elsewhere: [names]. */
    oneHot(category: Category): Value<1> {
      const { node, names } = categoryOf(category, "nn.oneHot");
      const layer = build.layer("oneHot", undefined);
      return build.node<1>(layer, [names.length], [node], ({ tf }, index) =>
        tf.cast(tf.oneHot(index as Tensor1D, names.length), "float32"),
      );
    },
  };
}

function categoryOf(category: Category, place: string): CategoryNode {
  if (category instanceof CategoryNode) return category;
  throw new UsageError(`${place} takes an input that is a category`, {
    next: 'Declare it so: zone: category(["local", "world"]). Numbers go into nn.dense.',
  });
}
