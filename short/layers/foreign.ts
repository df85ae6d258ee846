/** Somebody else's model in the place of a network of `nn`: what it is, is known when TensorFlow is there. */
import type { JsonObject } from "../../core/json.js";
import type { PrepareContext } from "../../train/recipe.js";
import type { AnyModelSpec } from "../define-model.js";
import type { Settings } from "../recipe/settings.js";
import type { TrainableNetwork } from "../recipe/trainable.js";

/** What is kept in the facts of a run, and what inputs and outputs the model has. */
export interface OpenedModel {
  readonly spec: AnyModelSpec;
  readonly facts: JsonObject;
}

/** The model, ready to be trained. */
export interface BoundModel {
  readonly spec: AnyModelSpec;
  readonly network: TrainableNetwork;
  /** What it was compiled with; settings that were given go before it. */
  readonly compiled: { readonly optimizer?: Settings["optimizer"]; readonly learningRate?: number };
}

/** A model that is made when it is needed. */
export interface ForeignModel {
  /** Looks at it, when a training is prepared. */
  open(context: Pick<PrepareContext<Settings>, "settings" | "seed" | "reporter">): Promise<OpenedModel>;
  /** Makes it, as it was at the beginning of the run. */
  bind(facts: JsonObject): Promise<BoundModel>;
}
