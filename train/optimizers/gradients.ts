import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Tensors } from "./optimizer.js";

/** What a loss function gives: the scalar to go down, and whatever else of the forward pass is worth keeping. */
export interface Loss {
  readonly loss: Scalar;
  /** Scalars for the log (parts of the loss, accuracy), or new running statistics: no gradient goes through them. */
  readonly metrics?: Tensors;
}

/** A loss with its gradients (a type, not an interface, so that `tf.tidy` takes it as a container of tensors). */
export type ValueAndGradients = {
  readonly loss: Scalar;
  readonly metrics: Tensors;
  /** One for each weight, under the same name, of the same shape. */
  readonly gradients: Tensors;
};

/**
 * Runs `loss` on the weights and follows it back to each of them.
 *
 * @throws UsageError when the loss does not depend on a weight, naming it: such a weight would silently never learn.
 *
 * @example
 * ```ts
 * const { loss, gradients } = valueAndGradients(tf, weights, ({ kernel, bias }) => ({
 *   loss: tf.losses.meanSquaredError(y, tf.add(tf.matMul(x, kernel), bias)),
 * }));
 * ```
 */
export function valueAndGradients(tf: TF, weights: Tensors, loss: (weights: Tensors) => Loss): ValueAndGradients {
  const names = Object.keys(weights);
  const tensors = Object.values(weights);
  // tfjs disposes all that is made inside a gradient function except its one result; `keep` carries the metrics out.
  // Clones, since a metric may be the loss itself or a weight, which are not ours to hand over.
  let kept: Tensors = {};
  const { value, grads } = tf.engine().gradients(
    () => {
      const result = loss(weights);
      kept = Object.fromEntries(
        Object.entries(result.metrics ?? {}).map(([name, metric]) => [name, tf.keep(metric.clone())]),
      );
      return result.loss;
    },
    tensors,
    undefined,
    true,
  );
  const metrics = Object.fromEntries(Object.entries(kept).map(([name, metric]) => [name, handOver(metric)]));
  const gradients: Tensors = {};
  for (const [i, name] of names.entries()) {
    const gradient = grads[i];
    if (gradient === undefined || gradient === null) {
      throw new UsageError(`the loss does not depend on the weight ${JSON.stringify(name)}, so it would never learn`, {
        next: "Let an output depend on it, or take its layer out of the network.",
      });
    }
    gradients[name] = gradient;
  }
  return { loss: value as Scalar, metrics, gradients };
}

/** Puts a kept tensor back under the care of the surrounding `tidy`. The clone shares its memory. */
function handOver(kept: Tensor): Tensor {
  const tracked = kept.clone();
  kept.dispose();
  return tracked;
}
