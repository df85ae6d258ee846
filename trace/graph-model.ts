/**
 * Writes a graph as a tfjs graph-model: a GraphDef in protobuf's JSON mapping, and one shard of weights. It is what
 * `tf.loadGraphModel` and `tf2onnx --tfjs` read.
 */

import { elementTypeProto } from "./attributes.js";
import { TraceError } from "./errors.js";
import {
  type Attribute,
  type Dim,
  type Graph,
  type GraphNode,
  graphInputs,
  isBatchDim,
  type TensorType,
} from "./graph.js";
import { registerMissingOperations } from "./graph-model-operations.js";
import { nameOutputs } from "./outputs.js";
import type { TF } from "./tensorflow.js";

/** File name of the one weight shard, as `model.json` names it. */
export const WEIGHTS_FILE = "weights.bin";

/** One weight in the shard: the weights lie one after the other, in the order of the manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: "float32" | "int32" | "bool" | "complex64";
}

/** `model.json` of a graph-model, as `tf.loadGraphModel` documents it. */
export interface GraphModelJson {
  readonly format: "graph-model";
  readonly generatedBy: string;
  readonly convertedBy: string | null;
  readonly signature: { readonly inputs: Record<string, object>; readonly outputs: Record<string, object> };
  readonly modelTopology: { readonly node: object[]; readonly library: object; readonly versions: object };
  readonly weightsManifest: [{ readonly paths: string[]; readonly weights: WeightSpec[] }];
  readonly userDefinedMetadata: Record<string, string>;
}

/** A graph-model, ready to be written as `model.json` and `weights.bin`. */
export interface WrittenGraphModel {
  readonly modelJson: GraphModelJson;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** What goes into the file beside the graph. */
export interface GraphModelOptions {
  /** Kept by tfjs as `userDefinedMetadata`; tf2onnx drops it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes a graph. Signature inputs and outputs, and the nodes behind them, carry the names that were declared.
 *
 * @throws TraceError when an output is called as an input, or a constant has an element type that no weight can have.
 */
export function writeGraphModel(graph: Graph, options: GraphModelOptions = {}): WrittenGraphModel {
  const named = nameOutputs(graph);
  const specs: WeightSpec[] = [];
  const chunks: Uint8Array[] = [];
  for (const node of named.nodes) {
    if (node.op !== "Const") continue;
    const { spec, bytes } = weight(node);
    specs.push(spec);
    chunks.push(bytes);
  }
  const byName = new Map(named.nodes.map((node) => [node.name, node]));
  const modelJson: GraphModelJson = {
    format: "graph-model",
    generatedBy: "kiln",
    convertedBy: null,
    signature: {
      inputs: Object.fromEntries(graphInputs(named).map((node) => [node.name, signatureEntry(node)])),
      outputs: Object.fromEntries(named.outputs.map(({ name, edge }) => [name, signatureEntry(byName.get(edge.node))])),
    },
    modelTopology: { node: named.nodes.map(nodeJson), library: {}, versions: {} },
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: specs }],
    userDefinedMetadata: { ...options.metadata },
  };
  return { modelJson, weights: join(chunks) };
}

/**
 * Loads a written graph-model back into tfjs, on the backend that is active, without a file. Dispose it after use.
 *
 * @throws Error from tfjs when it has no such operation.
 */
export function loadWrittenGraphModel(
  tf: TF,
  { modelJson, weights }: WrittenGraphModel,
): ReturnType<TF["loadGraphModel"]> {
  registerMissingOperations(tf);
  const { modelTopology, signature, userDefinedMetadata, weightsManifest, format } = modelJson;
  const [{ weights: weightSpecs }] = weightsManifest;
  const weightData = weights.buffer;
  return tf.loadGraphModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData, format, userDefinedMetadata, signature }),
  );
}

function nodeJson(node: GraphNode): object {
  const [type] = node.outputs;
  const attr: Record<string, object> = {};
  for (const [name, attribute] of Object.entries(node.attributes)) attr[name] = attributeJson(attribute);
  if (type !== undefined && (node.op === "Placeholder" || node.op === "Const")) {
    attr.dtype = { type: elementTypeProto(type.dtype) };
    if (node.op === "Placeholder") attr.shape = { shape: shapeJson(type.shape) };
    else attr.value = { tensor: { dtype: elementTypeProto(type.dtype), tensorShape: shapeJson(type.shape) } };
  }
  const input = node.inputs.map((edge) => (edge.output === 0 ? edge.node : `${edge.node}:${edge.output}`));
  return { name: node.name, op: node.op, ...(input.length === 0 ? {} : { input }), attr };
}

/** Protobuf's JSON mapping: 64-bit integers are strings, bytes are base64. */
function attributeJson(attribute: Attribute): object {
  switch (attribute.type) {
    case "int":
      return Array.isArray(attribute.value)
        ? { list: { i: attribute.value.map(String) } }
        : { i: String(attribute.value) };
    case "float":
      return Array.isArray(attribute.value) ? { list: { f: [...attribute.value] } } : { f: attribute.value };
    case "bool":
      return Array.isArray(attribute.value) ? { list: { b: [...attribute.value] } } : { b: attribute.value };
    case "string":
      return { s: Buffer.from(attribute.value, "utf8").toString("base64") };
    case "type":
      return { type: elementTypeProto(attribute.value) };
    case "shape":
      return { shape: shapeJson(attribute.value) };
  }
}

function shapeJson(shape: readonly Dim[]): object {
  return { dim: shape.map((dim) => ({ size: String(isBatchDim(dim) ? -1 : dim) })) };
}

function signatureEntry(node: GraphNode | undefined): object {
  const type: TensorType | undefined = node?.outputs[0];
  if (node === undefined || type === undefined) throw new Error("an output without a node");
  return { name: `${node.name}:0`, dtype: elementTypeProto(type.dtype), tensorShape: shapeJson(type.shape) };
}

function weight(node: GraphNode): { spec: WeightSpec; bytes: Uint8Array } {
  const [type] = node.outputs;
  const { values } = node;
  if (type === undefined || values === undefined) throw new Error(`the constant ${node.name} has no values`);
  const { dtype } = type;
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool" && dtype !== "complex64") {
    throw new TraceError(`a constant of element type ${dtype} cannot be a weight of a graph-model`, {
      scope: node.name,
      source: node.source,
    });
  }
  const shape = type.shape.map((dim) => {
    if (isBatchDim(dim)) throw new Error(`the constant ${node.name} follows the batch`);
    return dim;
  });
  return {
    spec: { name: node.name, shape, dtype },
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
