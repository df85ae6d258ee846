import { type Optimizer, type Tensors, tensorNamed, zeroSlots } from "./optimizer.js";

/** Plain gradient descent: `w - rate * g`. It remembers nothing. */
export function sgd(): Optimizer {
  return {
    name: "sgd",
    init: () => ({}),
    update(tf, state, weights, gradients, learningRate) {
      const next: Tensors = {};
      for (const [name, weight] of Object.entries(weights)) {
        next[name] = tf.sub(weight, tf.mul(tensorNamed(gradients, name), learningRate));
      }
      return { weights: next, state };
    },
  };
}

/** Settings of `momentum`. */
export interface MomentumOptions {
  /** How much of the last velocity stays, 0 to 1; 0.9 unless told. */
  readonly momentum?: number;
  /** Look ahead along the new velocity (Nesterov); off unless told. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent with momentum, as PyTorch writes it: `v = momentum * v + g; w - rate * v`, and with Nesterov
 * `w - rate * (g + momentum * v)`. State: `velocity/<weight>`.
 */
export function momentum(options: MomentumOptions = {}): Optimizer {
  const { momentum: kept = 0.9, nesterov = false } = options;
  return {
    name: nesterov ? "nesterov" : "momentum",
    init: (tf, weights) => zeroSlots(tf, "velocity", weights),
    update(tf, state, weights, gradients, learningRate) {
      const next: Tensors = {};
      const nextState: Tensors = {};
      for (const [name, weight] of Object.entries(weights)) {
        const gradient = tensorNamed(gradients, name);
        const velocity = tf.add(tf.mul(tensorNamed(state, `velocity/${name}`), kept), gradient);
        const direction = nesterov ? tf.add(gradient, tf.mul(velocity, kept)) : velocity;
        next[name] = tf.sub(weight, tf.mul(direction, learningRate));
        nextState[`velocity/${name}`] = velocity;
      }
      return { weights: next, state: nextState };
    },
  };
}
