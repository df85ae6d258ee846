/** Activations by name, where tfjs lacks them or Keras 3 means another function. */
import type { Tensor } from "@tensorflow/tfjs";
import { FailedError } from "../../../core/errors.js";
import type { Tfjs } from "../../../trace/tfjs.js";
import type { Origin } from "./classes.js";
import { object } from "./json-object.js";

/** tfjs's own, by the names in files. */
const OF_TFJS = new Set([
  ...["elu", "relu", "relu6", "selu", "linear", "sigmoid", "softplus", "softsign", "tanh", "softmax", "gelu", "mish"],
  ...["swish", "hard_sigmoid", "hardSigmoid", "log_softmax", "logSoftmax"],
]);

type Activation = (tf: Tfjs, x: Tensor) => Tensor;

/** Keras' others: https://keras.io/api/layers/activations/. The key is the name in files, after `activationName`. */
const OWN: Readonly<Record<string, Activation>> = {
  silu: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  exponential: (tf, x) => tf.exp(x),
  leaky_relu: (tf, x) => tf.leakyRelu(x, 0.2),
  gelu_tanh: (tf, x) =>
    tf.mul(
      tf.mul(x, 0.5),
      tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), Math.sqrt(2 / Math.PI))), 1),
    ),
  keras3_hard_sigmoid: (tf, x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  hard_silu: (tf, x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  hard_tanh: (tf, x) => tf.clipByValue(x, -1, 1),
  log_sigmoid: (tf, x) => tf.logSigmoid(x),
  celu: (tf, x) => tf.elu(x),
  glu: (tf, x) => {
    const [a, b] = tf.split(x, 2, -1);
    if (a === undefined || b === undefined) throw new Error("a split gave no halves");
    return tf.mul(a, tf.sigmoid(b));
  },
  squareplus: (tf, x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  tanh_shrink: (tf, x) => tf.sub(x, tf.tanh(x)),
  hard_shrink: (tf, x) => tf.where(tf.greater(tf.abs(x), 0.5), x, tf.zerosLike(x)),
  soft_shrink: (tf, x) => tf.sub(x, tf.clipByValue(x, -0.5, 0.5)),
};

const ALIASES: Readonly<Record<string, string>> = {
  hard_swish: "hard_silu",
  gelu_new: "gelu_tanh",
  geluNew: "gelu_tanh",
  hardSigmoid: "hard_sigmoid",
  logSoftmax: "log_softmax",
};

/** Classes by which tfjs and Keras serialize what is a plain function. */
const BY_CLASS: Readonly<Record<string, string>> = { HardSigmoid: "hard_sigmoid", LogSoftmax: "log_softmax" };

/**
 * The name by which tfjs makes an activation.
 *
 * @throws FailedError naming the layer, when it is none that is known.
 */
export function activationName(given: unknown, { keras3, where }: Origin): string {
  const wanted = nameOf(given);
  const plain = ALIASES[wanted] ?? wanted;
  if (plain === "hard_sigmoid" && keras3) return registered("keras3_hard_sigmoid");
  if (OF_TFJS.has(plain)) return plain;
  if (OWN[plain] !== undefined) return registered(plain);
  throw new FailedError(`the layer ${where} has the activation ${wanted}, which cannot be converted`, {
    next: "Use one of Keras' own activations, or convert the function with toOnnx(fn, specs).",
  });
}

/** A name, or an object around one: `{ class_name: "function", config: "silu" }`, `{ class_name: "relu", config: {} }`. */
function nameOf(given: unknown): string {
  const wrapped = object(given);
  if (wrapped === undefined) return String(given);
  if (typeof wrapped.config === "string") return wrapped.config;
  const inner = object(wrapped.config)?.activation;
  const name = String(inner ?? wrapped.class_name);
  return BY_CLASS[name] ?? name;
}

/** tfjs changes underscores into capitals when it reads a file. */
function registered(name: string): string {
  return `kiln${name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`;
}

/** Registers the activations with tfjs, under names of their own. */
export function registerActivations(tf: Tfjs): void {
  for (const [name, apply] of Object.entries(OWN)) {
    class Own extends tf.serialization.Serializable {
      static readonly className = registered(name);
      getConfig(): Record<string, never> {
        return {};
      }
      apply(x: Tensor): Tensor {
        return tf.tidy(() => apply(tf, x));
      }
    }
    tf.serialization.registerClass(Own as never);
  }
}
