/** Functions of every element, and the names by which a layer is given one. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Builder } from "./builder.js";
import { nodeOf, type Value } from "./value.js";

/**
 * By name. `swish` and `gelu` (with tanh, Hendrycks and Gimpel 2016) are written in operations whose gradients tfjs has
 * and every exporter knows.
 */
const functions = {
  linear: (_: TF, x: Tensor): Tensor => x,
  relu: (tf: TF, x: Tensor): Tensor => tf.relu(x),
  relu6: (tf: TF, x: Tensor): Tensor => tf.relu6(x),
  leakyRelu: (tf: TF, x: Tensor): Tensor => tf.leakyRelu(x, 0.2),
  elu: (tf: TF, x: Tensor): Tensor => tf.elu(x),
  selu: (tf: TF, x: Tensor): Tensor => tf.selu(x),
  sigmoid: (tf: TF, x: Tensor): Tensor => tf.sigmoid(x),
  hardSigmoid: (tf: TF, x: Tensor): Tensor => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1),
  tanh: (tf: TF, x: Tensor): Tensor => tf.tanh(x),
  softplus: (tf: TF, x: Tensor): Tensor => tf.softplus(x),
  softsign: (tf: TF, x: Tensor): Tensor => tf.div(x, tf.add(tf.abs(x), 1)),
  softmax: (tf: TF, x: Tensor): Tensor => tf.softmax(x),
  swish: (tf: TF, x: Tensor): Tensor => tf.mul(x, tf.sigmoid(x)),
  gelu: (tf: TF, x: Tensor): Tensor => {
    const cube = tf.mul(tf.mul(x, x), x);
    const inner = tf.mul(tf.add(x, tf.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  },
} as const;

/** The name of an activation. */
export type Activation = keyof typeof functions;

/**
 * Applies an activation by its name.
 *
 * @throws UsageError for a name that is none.
 */
export function activate(tf: TF, name: Activation | undefined, x: Tensor): Tensor {
  return activationNamed(name ?? "linear")(tf, x);
}

/** @throws UsageError for a name that is none. */
export function activationNamed(name: Activation): (tf: TF, x: Tensor) => Tensor {
  if (Object.hasOwn(functions, name)) return functions[name];
  throw new UsageError(`there is no activation "${name}"`, { next: `There are ${Object.keys(functions).join(", ")}.` });
}

/** How steeply ReLU and its relatives let a signal through: He's start suits them, Glorot's the others. */
export function kernelStart(activation: Activation | undefined): "heNormal" | "glorotUniform" | "lecunNormal" {
  if (activation === "selu") return "lecunNormal";
  const rectifying = ["relu", "relu6", "leakyRelu", "elu", "swish", "gelu"];
  return activation !== undefined && rectifying.includes(activation) ? "heNormal" : "glorotUniform";
}

/** The activations of `nn`, each of which keeps the shape. */
export function activationLayers(build: Builder) {
  const layer =
    (kind: Activation) =>
    <R extends number>(x: Value<R>): Value<R> => {
      const node = nodeOf(x, `nn.${kind}`);
      const name = build.layer(kind, undefined);
      return build.node<R>(name, node.shape, [node], ({ tf }, input) => functions[kind](tf, input as Tensor));
    };
  return {
    /** max(x, 0). */
    relu: layer("relu"),
    /** min(max(x, 0), 6). */
    relu6: layer("relu6"),
    /** x, and 0.2 x below 0. */
    leakyRelu: layer("leakyRelu"),
    /** x, and e^x - 1 below 0. */
    elu: layer("elu"),
    /** Self-normalising: Klambauer et al. 2017. */
    selu: layer("selu"),
    /** 1 / (1 + e^-x). */
    sigmoid: layer("sigmoid"),
    /** 0.2 x + 0.5, cut off at 0 and 1. */
    hardSigmoid: layer("hardSigmoid"),
    tanh: layer("tanh"),
    /** log(1 + e^x). */
    softplus: layer("softplus"),
    /** x / (1 + |x|). */
    softsign: layer("softsign"),
    /** Over the last dimension. Outputs are given logits: the graph makes probabilities of them by itself. */
    softmax: layer("softmax"),
    /** x times its sigmoid. */
    swish: layer("swish"),
    /** By tanh: Hendrycks and Gimpel 2016. */
    gelu: layer("gelu"),
  };
}
