/**
 * Brings the configuration of a model to the one form that tfjs reads, whoever wrote it: Keras 3's `batch_shape`, policies and
 * `inbound_nodes` become Keras 2's; what matters in training only (initializers, regularizers, constraints) is left out.
 */
import { FailedError } from "../../../core/errors.js";
import { layerClass } from "./classes.js";
import { type Config, object } from "./json-object.js";

/** A layer or a model, as configurations nest them. */
export interface Serialized {
  readonly class_name: string;
  readonly config: Config;
  readonly name?: string;
  readonly inbound_nodes?: unknown;
}

/** The whole model, ready for tfjs. */
export interface NormalizedModel {
  readonly config: Serialized;
  /** True when a layer of it makes a mask. */
  readonly masked: boolean;
  /** True when Keras 3 wrote it: some layers compute differently there. */
  readonly keras3: boolean;
}

/**
 * Normalises the topology of a layers-model.
 *
 * @throws FailedError naming the layer and the option that cannot be converted.
 */
export function normalizeTopology(topology: Config): NormalizedModel {
  const model = object(topology.model_config) ?? topology;
  const config = serialized(model);
  if (config === undefined) {
    throw new FailedError("the model's topology has no class_name and config: it is not what tfjs or Keras writes", {
      next: "Save the model again: model.save('file://…') in tfjs, or tensorflowjs_converter.",
    });
  }
  const keras3 = isKeras3(topology, model);
  const normalized = new Normalizer(keras3).layer(config, "");
  const masked = /"class_name":"Masking"|"mask_zero":true/.test(JSON.stringify(normalized));
  return { config: normalized, masked, keras3 };
}

function isKeras3(topology: Config, model: Config): boolean {
  const version = topology.keras_version;
  // TensorFlow 2.13 to 2.15 write a module, too.
  if (typeof version === "string" && /^(\d|tfjs)/.test(version)) return /^([3-9]|\d\d)\./.test(version);
  return "registered_name" in model || "module" in model;
}

/** What training needs and inference does not. */
const TRAINING = /(_initializer|_regularizer|_constraint)$/;

const LEFT_OUT = new Set([
  "seed",
  "seed_generator",
  "build_config",
  "compile_config",
  "quantization_config",
  "autocast",
]);

class Normalizer {
  readonly #keras3: boolean;

  constructor(keras3: boolean) {
    this.#keras3 = keras3;
  }

  layer(given: Serialized, path: string): Serialized {
    const name = String(given.config.name ?? given.name ?? given.class_name);
    const where = path === "" ? name : `${path}/${name}`;
    if (given.class_name === "Sequential") return { ...base(given), config: this.#sequential(given.config, where) };
    if (isModel(given)) return { ...base(given), config: this.#functional(given.config, where) };
    const config = this.#config(given.config, where);
    const choice = layerClass(given.class_name, config, { keras3: this.#keras3, where });
    return { ...base(given), class_name: choice.className, config: choice.config };
  }

  #sequential(given: Config, where: string): Config {
    const layers = list(given.layers ?? given);
    const normalized = layers.map((layer) => this.layer(layer, where));
    const [first, second] = normalized;
    // Keras says the shape in an InputLayer of its own, or when the model is built.
    const shape = given.build_input_shape ?? object(given.build_config)?.input_shape;
    if (first !== undefined && first.class_name !== "InputLayer" && first.config.batch_input_shape === undefined) {
      if (!Array.isArray(shape)) {
        if (isModel(first) || first.class_name === "Sequential") return { name: given.name, layers: normalized };
        throw new FailedError(`the model says nowhere what shape its input has (first layer ${nameOf(first)})`, {
          next: "Build the model before it is saved: give the first layer an input shape.",
        });
      }
      const input: Serialized = {
        class_name: "InputLayer",
        config: { batch_input_shape: shape, dtype: "float32", sparse: false, name: `${nameOf(first)}_input` },
      };
      return { name: given.name, layers: [input, ...normalized] };
    }
    return { name: given.name, layers: second === undefined ? normalized : normalized };
  }

  #functional(given: Config, where: string): Config {
    const all = list(given.layers);
    const kept = withoutMasks(all, given.output_layers, where);
    // In Keras 2 and tfjs a model inside of a model counts itself as its first call; in Keras 3 it does not.
    const models = new Set(
      this.#keras3 ? kept.filter((layer) => isModel(layer) || layer.class_name === "Sequential").map(nameOf) : [],
    );
    const counted = (tensor: unknown): unknown => {
      if (!Array.isArray(tensor) || !models.has(String(tensor[0]))) return tensor;
      const [layer, call, ...rest] = tensor;
      return [layer, Number(call) + 1, ...rest];
    };
    const layers = kept.map((layer) => ({
      ...this.layer(layer, where),
      name: nameOf(layer),
      inbound_nodes: inboundNodes(layer.inbound_nodes, `${where}/${nameOf(layer)}`).map((node) =>
        Array.isArray(node) ? node.map(counted) : node,
      ),
    }));
    return {
      name: given.name,
      layers,
      input_layers: tensorList(given.input_layers),
      output_layers: tensorList(given.output_layers).map(counted),
    };
  }

  #config(given: Config, where: string): Config {
    const config: Config = {};
    for (const [key, value] of Object.entries(given)) {
      if (LEFT_OUT.has(key) || key === "unroll") continue;
      if (TRAINING.test(key) || key === "activity_regularizer") {
        if (key.endsWith("_initializer")) config[key] = "zeros";
      } else if (key === "batch_shape") config.batch_input_shape = value;
      else if (key === "dtype") config.dtype = dtypeName(value);
      else if (key === "layer" || key === "backward_layer" || key === "cell") {
        const inner = serialized(value);
        if (inner !== undefined) config[key] = undirected(this.layer(withoutZeros(inner, given), where), given);
      } else if (key === "cells") config[key] = list(value).map((cell) => this.layer(cell, where));
      else config[key] = value;
    }
    return config;
  }
}

function base({ class_name, config, name: named }: Serialized): Serialized {
  return { class_name, config, ...(named === undefined ? {} : { name: named }) };
}

function nameOf({ config, name: named, class_name }: Serialized): string {
  return String(named ?? config.name ?? class_name);
}

/** A Bidirectional sets its inner layers to give zeros for masked steps, which `run-model.ts` sees to. */
function withoutZeros(inner: Serialized, { merge_mode: merge }: Config): Serialized {
  return merge === undefined ? inner : { ...inner, config: { ...inner.config, zero_output_for_mask: false } };
}

/** Keras 3 says "forward_" in the name of a Bidirectional's inner layer already, and tfjs says it again. */
function undirected(inner: Serialized, { merge_mode: merge }: Config): Serialized {
  const { name } = inner.config;
  if (merge === undefined || typeof name !== "string") return inner;
  return { ...inner, config: { ...inner.config, name: name.replace(/^forward_/, "") } };
}

/** True for a model inside of a model. */
export function isModel({ class_name, config }: Serialized): boolean {
  return ["Functional", "Model"].includes(class_name) || (Array.isArray(config.layers) && "output_layers" in config);
}

function serialized(value: unknown): Serialized | undefined {
  const found = object(value);
  if (found === undefined || typeof found.class_name !== "string") return undefined;
  // tfjs's first format: the configuration of a Sequential is the list of its layers.
  const config = Array.isArray(found.config) ? { layers: found.config } : (object(found.config) ?? {});
  return { ...found, class_name: found.class_name, config };
}

function list(value: unknown): Serialized[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const found = serialized(entry);
    return found === undefined ? [] : [found];
  });
}

/** A policy (`{ class_name: "DTypePolicy", config: { name } }`) by its name; mixed precision computes in float32 here. */
function dtypeName(value: unknown): string {
  const policy = object(value);
  const named = policy === undefined ? value : object(policy.config)?.name;
  const text = String(named ?? "float32");
  if (/^(mixed_|float|bfloat)/.test(text)) return "float32";
  return /^u?int\d+$/.test(text) ? "int32" : text;
}

/** `["dense", 0, 0]`, or a list of such: always the list. */
function tensorList(value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    const named = object(value);
    // A model with named inputs: an object of name and tensor.
    return named === undefined ? [] : Object.values(named).flatMap(tensorList);
  }
  return typeof value[0] === "string" ? [value] : value;
}

/**
 * Without the operations by which Keras 3 writes down masks. Masks are followed anew, through the layers that make them; one
 * that somebody gave a layer by hand is refused.
 */
function withoutMasks(layers: readonly Serialized[], outputs: unknown, where: string): readonly Serialized[] {
  const byName = new Map(layers.map((layer) => [nameOf(layer), layer]));
  const masked = new Set(
    layers
      .filter(
        ({ class_name: kind, config }) => kind === "Masking" || (kind === "Embedding" && config.mask_zero === true),
      )
      .flatMap((layer) => histories(layer, false).map(String)),
  );
  const implied = (history: unknown[]): boolean => {
    const source = byName.get(String(history[0]));
    if (source === undefined || !isOperation(source)) return false;
    const inputs = histories(source, false);
    if (source.class_name === "NotEqual") return inputs.some((input) => masked.has(String(input)));
    return inputs.length > 0 && inputs.every((input) => implied(input as unknown[]));
  };
  const needed = new Set<string>();
  const visit = (name: string): void => {
    const layer = byName.get(name);
    if (layer === undefined || needed.has(name)) return;
    needed.add(name);
    for (const history of histories(layer, false)) visit(String((history as unknown[])[0]));
  };
  for (const output of tensorList(outputs)) if (Array.isArray(output)) visit(String(output[0]));
  for (const layer of layers) {
    if (!needed.has(nameOf(layer))) continue;
    if (isOperation(layer)) {
      throw new FailedError(
        `the operation ${layer.class_name} (${where}/${nameOf(layer)}) of keras.ops cannot be converted inside of a model`,
        { next: "Use the layer of this kind (Add, Multiply, Rescaling, Reshape, …) in its place." },
      );
    }
    const given = histories(layer, true).find((history) => !implied(history as unknown[]));
    if (given !== undefined) {
      throw new FailedError(`the layer ${where}/${nameOf(layer)} is given a mask by hand, which cannot be converted`, {
        next: "Let the mask come from Embedding(mask_zero = true) or Masking.",
      });
    }
  }
  return layers.filter((layer) => needed.has(nameOf(layer)) || layer.class_name === "InputLayer");
}

/** A call of keras.ops, which Keras 3 writes as if it were a layer. */
function isOperation(layer: Serialized): boolean {
  const { module } = layer as { module?: unknown };
  return typeof module === "string" && module.startsWith("keras.src.ops");
}

/** The tensors that a layer is called with, or those that are its masks. */
function histories(layer: Serialized, masks: boolean): unknown[] {
  const nodes = Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes : [];
  return nodes.flatMap((node: unknown): unknown[] => {
    const found: unknown[] = [];
    const call = object(node);
    if (call === undefined) return masks || !Array.isArray(node) ? [] : typeof node[0] === "string" ? [node] : node;
    const { mask, ...others } = object(call.kwargs) ?? {};
    if (masks) collectTensors(mask, found);
    else collectTensors([call.args, ...Object.values(others)], found);
    return found;
  });
}

/** Arguments that are tensors, in the order in which a layer takes them after its first. */
const TENSOR_ARGUMENTS = ["inputs", "query", "value", "key", "initial_state"];

/** Keras 2 writes `[[["dense", 0, 0, {}]]]`; Keras 3 `[{ args, kwargs }]` with tensors among the arguments. */
function inboundNodes(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) return [];
  return value.map((node: unknown) => {
    const call = object(node);
    if (call === undefined) return keras2Node(node, where);
    const tensors: unknown[] = [];
    collectTensors(call.args, tensors);
    const kwargs = object(call.kwargs) ?? {};
    for (const key of TENSOR_ARGUMENTS) collectTensors(kwargs[key], tensors);
    checkArguments(kwargs, where);
    return tensors.map((history) => [...(history as unknown[]), {}]);
  });
}

function keras2Node(node: unknown, where: string): unknown {
  if (!Array.isArray(node)) return node;
  return (typeof node[0] === "string" ? [node] : node).flatMap((entry: unknown): unknown[] => {
    if (!Array.isArray(entry)) return [entry];
    const [layer, index, tensor, given] = entry;
    const kwargs = object(given) ?? {};
    checkArguments(kwargs, where);
    const more = TENSOR_ARGUMENTS.flatMap((key) => references(kwargs[key]));
    return [[layer, index, tensor, {}], ...more.map((reference) => [...reference, {}])];
  });
}

/** `["lstm", 0, 1]`, or a list of such. */
function references(value: unknown): unknown[][] {
  if (!Array.isArray(value)) return [];
  if (typeof value[0] === "string") return [value.slice(0, 3)];
  return value.flatMap(references);
}

/** What is said in the call of a layer and changes what it computes. */
function checkArguments(kwargs: Config, where: string): void {
  const other = Object.entries(kwargs).find(
    ([key, value]) =>
      ![...TENSOR_ARGUMENTS, "training", "mask"].includes(key) &&
      value !== null &&
      value !== false &&
      value !== undefined,
  );
  if (other === undefined) return;
  throw new FailedError(`the layer ${where} is called with ${other[0]}, which is not converted`, {
    next: "Call the layer without it, or convert the function that computes it with toOnnx(fn, specs).",
  });
}

function collectTensors(value: unknown, into: unknown[]): void {
  if (Array.isArray(value)) for (const entry of value) collectTensors(entry, into);
  const found = object(value);
  if (found?.class_name !== "__keras_tensor__") return;
  const history = object(found.config)?.keras_history;
  if (Array.isArray(history)) into.push(history);
}
