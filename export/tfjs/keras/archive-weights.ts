/**
 * Weights of a `.keras` file lie by the classes of layers, not by their names: `layers/dense_1/vars/0` is the first weight of
 * the second Dense (https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py). Here they get the names
 * that everything else goes by.
 */
import type { Dataset, Group } from "h5wasm/node";
import { FailedError } from "../../../core/errors.js";
import type { Weight } from "../weights.js";
import type { Serialized } from "./config.js";
import { datasetWeight } from "./hdf5.js";
import type { Config } from "./json-object.js";

/** Names of a layer's weights in the order in which Keras makes them, by its class. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  BatchNormalization: ["gamma", "beta", "moving_mean", "moving_variance"],
  LayerNormalization: ["gamma", "beta"],
  GroupNormalization: ["gamma", "beta"],
  RMSNormalization: ["scale"],
  Normalization: ["mean", "variance", "count"],
  Embedding: ["embeddings"],
  PReLU: ["alpha"],
  DepthwiseConv1D: ["kernel", "bias"],
  DepthwiseConv2D: ["depthwise_kernel", "bias"],
  SeparableConv1D: ["depthwise_kernel", "pointwise_kernel", "bias"],
  SeparableConv2D: ["depthwise_kernel", "pointwise_kernel", "bias"],
  AdditiveAttention: ["scale"],
  Attention: ["scale", "concat_score_weight"],
};

const CELL = ["kernel", "recurrent_kernel", "bias"];

/** Folders inside of layers that hold layers themselves: the folder, and the option that describes it. */
const NESTED: Readonly<Record<string, readonly (readonly [folder: string, name: string])[]>> = {
  MultiHeadAttention: [
    ["query_dense", "query"],
    ["key_dense", "key"],
    ["value_dense", "value"],
    ["output_dense", "attention_output"],
  ],
};

/** Gives every weight of the archive the path `model/layer/weight`. */
export function archiveWeights(root: Group, config: Config, file: string): Weight[] {
  const found: Weight[] = [];
  model(root, config as unknown as Serialized, "", file, found);
  return found;
}

function model(group: Group, { config }: Serialized, path: string, file: string, into: Weight[]): void {
  const layers = (config.layers ?? []) as Serialized[];
  const folder = child(group, "layers") ?? child(group, "_layer_checkpoint_dependencies");
  const counts = new Map<string, number>();
  for (const layer of layers) {
    // The folders are counted over all layers, those without weights too.
    const base = snakeCase(layer.class_name);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const name = count === 0 ? base : `${base}_${count}`;
    const inside = folder === undefined ? undefined : child(folder, name);
    const layerName = String(layer.name ?? layer.config.name ?? name);
    if (inside !== undefined) one(inside, layer, `${path}${layerName}`, file, into);
  }
}

function one(group: Group, layer: Serialized, path: string, file: string, into: Weight[]): void {
  const { class_name: className, config } = layer;
  if (Array.isArray(config.layers)) {
    model(group, layer, `${path}/`, file, into);
    return;
  }
  const inner = (config.layer ?? config.cell) as Serialized | undefined;
  vars(group, className, config, path, file, into);
  for (const [folder, name] of NESTED[className] ?? []) {
    const inside = child(group, folder);
    if (inside !== undefined) vars(inside, "Dense", config, `${path}/${name}`, file, into);
  }
  const cell = child(group, "cell");
  if (cell !== undefined) one(cell, { class_name: `${className}Cell`, config }, path, file, into);
  for (const direction of ["forward", "backward"] as const) {
    const inside = child(group, `${direction}_layer`);
    if (inside !== undefined && inner !== undefined) {
      one(inside, inner, `${path}/${direction}_${String(inner.config.name).replace(/^forward_/, "")}`, file, into);
    }
  }
  const wrapped = child(group, "layer");
  if (wrapped !== undefined && inner !== undefined) one(wrapped, inner, path, file, into);
}

function vars(group: Group, className: string, config: Config, path: string, file: string, into: Weight[]): void {
  const folder = child(group, "vars");
  if (folder === undefined) return;
  const order = orderOf(className, config);
  for (const key of folder.keys()) {
    const data = folder.get(key) as Dataset;
    const name = order[Number(key)];
    if (name === undefined) {
      if (/seed|random|dropout/i.test(className)) continue;
      // Dropout keeps the state of its generator among the weights of whatever holds it.
      if (data.shape?.length === 1 && data.shape[0] === 2 && data.dtype !== "<f") continue;
      throw new FailedError(`the layer ${path} (${className}) has more weights than are known`, {
        where: { file },
        next: "Save the model as model.json with tensorflowjs, or as .h5, and convert that.",
      });
    }
    into.push(datasetWeight(data, `${path}/${name}`, file));
  }
}

function orderOf(className: string, config: Config): readonly string[] {
  if (/Cell$/.test(className) || CELL_CLASSES.has(className)) return CELL;
  const all = ORDER[className] ?? ["kernel", "bias"];
  const scale = config.scale !== false;
  const center = config.center !== false;
  return all.filter((name) => (name !== "gamma" || scale) && (name !== "beta" || center));
}

const CELL_CLASSES = new Set(["GRU", "LSTM", "SimpleRNN"]);

function child(group: Group, name: string): Group | undefined {
  return group.keys().includes(name) ? (group.get(name) as Group) : undefined;
}

/** As Keras makes folder names of class names: `BatchNormalization` -> `batch_normalization`, `LSTM` -> `lstm`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
