/** The end of somebody else's model: losses and graph of Kiln want log odds, and make probabilities of them themselves. */
import type { LayersModel } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";

/** What a model's output goes through at its end. */
export type Ending = "linear" | "softmax" | "sigmoid";

/** What is used of a layer. */
interface Layer {
  readonly name: string;
  getClassName(): string;
  activation?: Activation;
  readonly cell?: { readonly activation?: Activation };
  readonly outputs?: readonly { readonly sourceLayer?: Layer }[];
  call(inputs: unknown, kwargs: unknown): unknown;
}

interface Activation {
  getClassName(): string;
}

/** The layer that an output comes from; in a model inside of the model, its last one. */
function lastLayer(output: { readonly sourceLayer?: Layer } | undefined): Layer | undefined {
  let layer = output?.sourceLayer;
  while (layer?.outputs !== undefined && layer.outputs.length === 1 && layer.outputs[0]?.sourceLayer !== undefined) {
    layer = layer.outputs[0].sourceLayer;
  }
  return layer;
}

/** What an output of a model ends with; other activations by their name. */
export function endingOf(model: LayersModel, output: number): string {
  const layer = lastLayer(model.outputs[output] as unknown as { sourceLayer?: Layer });
  if (layer === undefined) return "unknown";
  if (layer.getClassName() === "Softmax") return "softmax";
  return (layer.cell?.activation ?? layer.activation)?.getClassName() ?? "linear";
}

/**
 * Takes the softmax or the sigmoid off the end of an output, so that it is not applied twice.
 *
 * @throws UsageError when labels are told by something else: log odds cannot be had from it.
 */
export function toLogOdds(tf: TF, model: LayersModel, output: number, name: string): Ending {
  const ending = endingOf(model, output);
  if (ending === "linear") return ending;
  const layer = lastLayer(model.outputs[output] as unknown as { sourceLayer?: Layer });
  if (layer === undefined || (ending !== "softmax" && ending !== "sigmoid")) {
    throw new UsageError(
      `the model's output for "${name}" ends with ${ending}, and labels are told by softmax or log odds`,
      {
        next: "Let its last layer have the activation softmax, or none.",
      },
    );
  }
  if (layer.getClassName() === "Softmax") layer.call = (inputs) => (Array.isArray(inputs) ? inputs[0] : inputs);
  else layer.activation = tf.layers.activation({ activation: "linear" })["activation" as never] as Activation;
  return ending;
}
