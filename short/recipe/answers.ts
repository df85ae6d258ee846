/** From what a network says to what a graph publishes: probabilities by label, numbers in their own unit. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { LossSpec } from "../../train/losses/loss-choice.js";
import type { ShortFacts } from "../facts.js";
import type { AnyOutput } from "../specs.js";
import { scaleOf } from "./losses.js";

/** An output with what answers are made by. */
export interface Answering {
  readonly name: string;
  readonly output: AnyOutput;
  readonly loss: LossSpec;
  readonly facts: ShortFacts;
}

/**
 * The published form of an output.
 *
 * @param said [batch, width], what the network gives.
 * @param temperature of labels: what the log odds are divided by.
 */
export function answerOf(tf: TF, { name, output, loss, facts }: Answering, said: Tensor2D, temperature = 1): Tensor {
  if (output.kind === "labels") {
    const cooled = temperature === 1 ? said : (tf.mul(said, 1 / temperature) as Tensor2D);
    if (loss.kind !== "binary") return tf.softmax(cooled);
    const second = tf.sigmoid(cooled);
    return tf.concat([tf.sub(1, second), second] as Tensor2D[], 1);
  }
  const { means, deviations } = scaleOf(name, facts);
  const scaled = tf.add(tf.mul(said, tf.tensor1d(deviations)), tf.tensor1d(means));
  return tf.reshape(scaled, [-1, ...output.shape]);
}
