import { filledSlots, type Optimizer, type Tensors, tensorNamed, zeroSlots } from "./optimizer.js";

/** Settings of `rmsProp`. */
export interface RmsPropOptions {
  /** Decay of the mean of the squared gradients; 0.9 unless told. */
  readonly decay?: number;
  /** Keeps the division from zero; 1e-8 unless told. */
  readonly epsilon?: number;
}

/**
 * RMSProp (Hinton's lecture 6e), epsilon outside the root as in PyTorch: `w - rate * g / (sqrt(s) + epsilon)`. State:
 * `square/<weight>`.
 */
export function rmsProp(options: RmsPropOptions = {}): Optimizer {
  const { decay = 0.9, epsilon = 1e-8 } = options;
  return {
    name: "rmsProp",
    init: (tf, weights) => zeroSlots(tf, "square", weights),
    update(tf, state, weights, gradients, learningRate) {
      const next: Tensors = {};
      const nextState: Tensors = {};
      for (const [name, weight] of Object.entries(weights)) {
        const gradient = tensorNamed(gradients, name);
        const square = tf.add(
          tf.mul(tensorNamed(state, `square/${name}`), decay),
          tf.mul(tf.square(gradient), 1 - decay),
        );
        next[name] = tf.sub(weight, tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(square), epsilon)));
        nextState[`square/${name}`] = square;
      }
      return { weights: next, state: nextState };
    },
  };
}

/** Settings of `adagrad`. */
export interface AdagradOptions {
  /** What the sums of squares start with; 0 unless told. */
  readonly initial?: number;
  /** Keeps the division from zero; 1e-10 unless told. */
  readonly epsilon?: number;
}

/**
 * Adagrad (Duchi, Hazan and Singer 2011): `s = s + g^2; w - rate * g / (sqrt(s) + epsilon)`. State:
 * `square/<weight>`.
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { initial = 0, epsilon = 1e-10 } = options;
  return {
    name: "adagrad",
    init: (tf, weights) => filledSlots(tf, "square", weights, initial),
    update(tf, state, weights, gradients, learningRate) {
      const next: Tensors = {};
      const nextState: Tensors = {};
      for (const [name, weight] of Object.entries(weights)) {
        const gradient = tensorNamed(gradients, name);
        const square = tf.add(tensorNamed(state, `square/${name}`), tf.square(gradient));
        next[name] = tf.sub(weight, tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(square), epsilon)));
        nextState[`square/${name}`] = square;
      }
      return { weights: next, state: nextState };
    },
  };
}
