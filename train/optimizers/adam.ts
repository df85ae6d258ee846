import { type Optimizer, type Tensors, tensorNamed, zeroSlots } from "./optimizer.js";

/** Settings of `adam`. */
export interface AdamOptions {
  /** Decay of the mean of the gradients; 0.9 unless told. */
  readonly beta1?: number;
  /** Decay of the mean of their squares; 0.999 unless told. */
  readonly beta2?: number;
  /** Keeps the division from zero; 1e-8 unless told. */
  readonly epsilon?: number;
}

/** Settings of `adamW`. */
export interface AdamWOptions extends AdamOptions {
  /** Fraction of a weight that goes each step, times the learning rate; 0.01 unless told. */
  readonly weightDecay?: number;
  /** Which weights decay; all of them unless told (biases and normalisation scales are often spared). */
  readonly decays?: (name: string) => boolean;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1), bias correction included. State: `step` (how many updates were made, a
 * float32 scalar), `mean/<weight>` and `square/<weight>`.
 *
 * @example
 * ```ts
 * const optimizer = adam();
 * const state = optimizer.init(tf, weights);
 * const next = optimizer.update(tf, state, weights, gradients, tf.scalar(0.001));
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return decayingAdam("adam", options, 0, () => false);
}

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): `w - rate * decay * w` beside Adam's own step.
 *
 * @example
 * ```ts
 * const optimizer = adamW({ weightDecay: 0.05, decays: (name) => !name.endsWith("bias") });
 * ```
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const { weightDecay = 0.01, decays = () => true } = options;
  return decayingAdam("adamW", options, weightDecay, decays);
}

function decayingAdam(
  optimizer: string,
  options: AdamOptions,
  weightDecay: number,
  decays: (name: string) => boolean,
): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return {
    name: optimizer,
    init: (tf, weights) => ({
      step: tf.scalar(0),
      ...zeroSlots(tf, "mean", weights),
      ...zeroSlots(tf, "square", weights),
    }),
    update(tf, state, weights, gradients, learningRate) {
      const step = tf.add(tensorNamed(state, "step"), 1);
      // 1 - beta^step without the cancellation that float32 would suffer at beta2 = 0.999 in the first steps.
      const correction1 = tf.neg(tf.expm1(tf.mul(step, Math.log(beta1))));
      const correction2 = tf.sqrt(tf.neg(tf.expm1(tf.mul(step, Math.log(beta2)))));
      // Both corrections, moved out of the tensors into two scalars: the same step with two operations less a weight.
      const rate = tf.div(tf.mul(learningRate, correction2), correction1);
      const floor = tf.mul(correction2, epsilon);
      const decay = tf.mul(learningRate, weightDecay);
      const next: Tensors = {};
      // Named in advance, so that the state keeps the order of its names from step to step.
      const nextState: Tensors = { ...state, step };
      for (const [name, weight] of Object.entries(weights)) {
        const gradient = tensorNamed(gradients, name);
        const mean = tf.add(tf.mul(tensorNamed(state, `mean/${name}`), beta1), tf.mul(gradient, 1 - beta1));
        const square = tf.add(
          tf.mul(tensorNamed(state, `square/${name}`), beta2),
          tf.mul(tf.square(gradient), 1 - beta2),
        );
        const moved = tf.sub(weight, tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), floor)));
        next[name] = decays(name) ? tf.sub(moved, tf.mul(weight, decay)) : moved;
        nextState[`mean/${name}`] = mean;
        nextState[`square/${name}`] = square;
      }
      return { weights: next, state: nextState };
    },
  };
}
