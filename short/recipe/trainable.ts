/** What a step trains: a network of `nn`, or somebody else's model behind the same face. */
import type { Tensor } from "@tensorflow/tfjs-node";
import type { Random } from "../../core/random.js";
import type { Tensors } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import type { NetworkResult } from "../../train/nn/network.js";
import type { TensorMap } from "../../train/recipe.js";

/** A network, as far as training cares; see `Network`. */
export interface TrainableNetwork {
  /** By name; those that are not trainable are running state. */
  readonly weights: ReadonlyMap<string, { readonly trainable: boolean; readonly decays: boolean }>;
  /** Numbers in a row of each output, where the network was not made for the model's. */
  readonly widths?: Readonly<Record<string, number>>;
  initialize(random: Random): Tensors;
  draw(random: Random, rows: number): Tensors;
  forward(tf: TF, weights: TensorMap, inputs: TensorMap, random?: TensorMap): NetworkResult;
}

/** Prefix of the averages of weights (EMA), which are weights too: a checkpoint holds them, and evaluation uses them. */
const AVERAGE = "average/";

/** The weights in three parts. */
export interface Parted {
  readonly trainable: Record<string, Tensor>;
  /** Running statistics. */
  readonly running: Record<string, Tensor>;
  /** Averages, by the names of the weights; none where no average is kept. */
  readonly averages: Record<string, Tensor>;
}

/** Takes weights apart. */
export function parted(network: TrainableNetwork, weights: TensorMap): Parted {
  const parts: Parted = { trainable: {}, running: {}, averages: {} };
  for (const [name, tensor] of Object.entries(weights)) {
    if (name.startsWith(AVERAGE)) parts.averages[name.slice(AVERAGE.length)] = tensor;
    else if (network.weights.get(name)?.trainable === true) parts.trainable[name] = tensor;
    else parts.running[name] = tensor;
  }
  return parts;
}

/** The averages under the names that they have among the weights. */
export function asAverages<Held>(averages: Readonly<Record<string, Held>>): Record<string, Held> {
  return Object.fromEntries(Object.entries(averages).map(([name, held]) => [`${AVERAGE}${name}`, held]));
}

/** The weights that answers are computed with: averages where there are some. */
export function answeringWeights(network: TrainableNetwork, weights: TensorMap): TensorMap {
  const { trainable, running, averages } = parted(network, weights);
  return { ...trainable, ...running, ...averages };
}
