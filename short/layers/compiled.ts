/** What `model.compile` was told, in Kiln's words. */
import type { LayersModel } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { LossChoice } from "../../train/losses/loss-choice.js";
import { type OptimizerName, optimizerNames } from "../../train/optimizers/named.js";

/** What could be told. */
export interface Compiled {
  readonly losses: readonly LossChoice[] | undefined;
  readonly optimizer: OptimizerName | undefined;
  readonly learningRate: number | undefined;
}

/** Names of tfjs-layers and Keras, without case and underscores. */
const losses: Readonly<Record<string, LossChoice>> = {
  categoricalcrossentropy: "crossEntropy",
  sparsecategoricalcrossentropy: "crossEntropy",
  binarycrossentropy: "binary",
  meansquarederror: "meanSquared",
  mse: "meanSquared",
  meanabsoluteerror: "meanAbsolute",
  mae: "meanAbsolute",
  huberloss: "huber",
  huber: "huber",
};

/** tfjs's optimizers by class name. */
const optimizers: Readonly<Record<string, OptimizerName>> = {
  Adam: "adam",
  SGD: "sgd",
  Momentum: "momentum",
  RMSProp: "rmsProp",
  Adagrad: "adagrad",
};

/**
 * Reads what a model was compiled with; nothing where it was not.
 *
 * @param said whether the file says a loss: then the compiled one does not matter.
 * @throws UsageError for a loss of the person's own, which cannot be looked into.
 */
export function compiledWith(model: LayersModel, said: boolean): Compiled {
  const { loss, optimizer } = model as unknown as {
    loss?: unknown;
    optimizer?: { getClassName?(): string; learningRate?: number } | null;
  };
  const className = optimizer?.getClassName?.() ?? "";
  return {
    losses: loss === undefined || loss === null || said ? undefined : lossList(model, loss),
    optimizer: Object.hasOwn(optimizers, className) ? optimizers[className] : undefined,
    learningRate: typeof optimizer?.learningRate === "number" ? optimizer.learningRate : undefined,
  };
}

function lossList(model: LayersModel, loss: unknown): LossChoice[] {
  const each = model.outputNames.map((name, i): unknown => {
    if (Array.isArray(loss)) return loss[i];
    return typeof loss === "object" && loss !== null ? (loss as Record<string, unknown>)[name] : loss;
  });
  return each.map((one, i) => {
    const key = typeof one === "string" ? one.replaceAll("_", "").toLowerCase() : "";
    const known = losses[key];
    if (known !== undefined) return known;
    throw new UsageError(
      typeof one === "string"
        ? `the model was compiled with the loss ${one}, which Kiln does not have`
        : `the model was compiled with a loss of your own for "${model.outputNames[i]}", which cannot be told`,
      { next: 'Say one beside the model: loss: "crossEntropy", "binary", "meanSquared", "meanAbsolute" or "huber".' },
    );
  });
}

/** True for the name of an optimizer: what stands in the facts of a run may be anything. */
export function isOptimizer(name: unknown): name is OptimizerName {
  return optimizerNames.some((known) => known === name);
}
