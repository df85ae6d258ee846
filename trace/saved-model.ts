/**
 * Writes a graph as a TensorFlow SavedModel: one file, `saved_model.pb`, with the graph and a signature, and no
 * variables. TensorFlow loads it and runs it as one native call.
 *
 * Field numbers are those of TensorFlow's `saved_model.proto`, `meta_graph.proto`, `graph.proto`, `function.proto` and
 * `op_def.proto`.
 */

import { type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { FailedError } from "../core/errors.js";
import { elementTypeNumber } from "./attributes.js";
import { type Edge, edgeType, type Graph, type GraphNode, graphInputs, nodesByName, type TensorType } from "./graph.js";
import { OPERATION_OUTPUTS } from "./operation-outputs.js";
import { nameOutputs } from "./outputs.js";
import {
  ATTRIBUTE,
  field,
  int,
  mapField,
  message,
  text,
  writeAttribute,
  writeBytes,
  writeNode,
  writeShape,
  writeTypeList,
} from "./tensorflow-proto.js";

/** How the graph is written. */
export interface SavedModelOptions {
  /**
   * Lets TensorFlow's graph optimizer rewrite it: constants are computed beforehand and sums take another order, so
   * that the bits are not always those of eager. Off unless told.
   */
  readonly optimize?: boolean;
  /**
   * Runs the operations one after the other on the calling thread, which saves some 7 % where TensorFlow has one thread
   * anyway and the graph is small. Off unless told; without effect where the graph may be optimized.
   */
  readonly sequential?: boolean;
}

/** A written SavedModel. */
export interface WrittenSavedModel {
  /** The bytes of `saved_model.pb`. */
  readonly bytes: Uint8Array;
  /** Names to feed, in the order of the graph's inputs: "x:0". */
  readonly inputs: readonly string[];
  /** Names to fetch, in the order of the graph's outputs. */
  readonly outputs: readonly string[];
}

/** The only tag, as TensorFlow's own tools write it. */
export const SAVED_MODEL_TAG = "serve";

/** Which changes of meaning of operations apply: TensorFlow 2.12's graphs and later. */
const PRODUCER = 1395;

/**
 * Writes a graph.
 *
 * Unless it may be optimized, the graph becomes the body of a function that is called once, with attributes that keep
 * it from being inlined, and from the optimizer: the call carries its own configuration, and tfjs-node offers no other
 * way to hand one in.
 *
 * @throws FailedError when the graph holds an operation whose outputs are not in `OPERATION_OUTPUTS`.
 */
export function writeSavedModel(graph: Graph, options: SavedModelOptions = {}): WrittenSavedModel {
  const { definition, outputs } =
    options.optimize === true ? plainGraph(nameOutputs(graph)) : functionCall(graph, options.sequential === true);
  const inputs = graphInputs(graph).map(({ name }) => `${name}:0`);
  const meta = message((writer) => {
    field(writer, 1, (info) => text(info, 4, SAVED_MODEL_TAG));
    field(writer, 2, definition);
    mapField(writer, 5, "serving_default", (signature) => writeSignature(signature, graph, inputs, outputs));
  });
  const bytes = message((writer) => {
    int(writer, 1, 1);
    writer.tag(2, WireType.LengthDelimited).bytes(meta);
  });
  return { bytes, inputs, outputs };
}

interface Definition {
  /** Writes `GraphDef`. */
  readonly definition: (writer: BinaryWriter) => void;
  readonly outputs: readonly string[];
}

function plainGraph(graph: Graph): Definition {
  return {
    definition(writer) {
      for (const node of graph.nodes) {
        const inputs = node.inputs.map(({ node: name, output }) => `${name}:${output}`);
        field(writer, 1, (out) => writeNode(out, node, inputs));
      }
      field(writer, 4, (version) => int(version, 1, PRODUCER));
    },
    outputs: graph.outputs.map(({ edge }) => `${edge.node}:${edge.output}`),
  };
}

const FUNCTION = "captured_function";
const CALL = "captured_call";

/** `ConfigProto` with `graph_options.rewrite_options.disable_meta_optimizer` set. */
const WITHOUT_OPTIMIZER = message((config) =>
  field(config, 10, (options) => field(options, 10, (rewrite) => rewrite.tag(19, WireType.Varint).bool(true))),
);

function functionCall(graph: Graph, sequential: boolean): Definition {
  const nodes = nodesByName(graph);
  const inputs = graphInputs(graph);
  const inputTypes = inputs.map((node) => edgeType(nodes, { node: node.name, output: 0 }).dtype);
  const outputTypes = graph.outputs.map(({ edge }) => edgeType(nodes, edge).dtype);
  const names = new Set(graph.nodes.map(({ name }) => name));
  if (names.has(CALL)) throw new Error(`a node is called ${CALL}`);
  return {
    definition(writer) {
      for (const node of inputs) field(writer, 1, (out) => writeNode(out, node, []));
      field(writer, 1, (call) => {
        text(call, 1, CALL);
        text(call, 2, "PartitionedCall");
        for (const { name } of inputs) text(call, 3, name);
        writeTypeList(call, "Tin", inputTypes);
        writeTypeList(call, "Tout", outputTypes);
        writeAttribute(call, "f", (value) => field(value, ATTRIBUTE.function, (f) => text(f, 1, FUNCTION)));
        writeBytes(call, "config_proto", WITHOUT_OPTIMIZER);
        if (sequential) writeBytes(call, "executor_type", new TextEncoder().encode("SINGLE_THREADED_EXECUTOR"));
      });
      field(writer, 2, (library) => field(library, 1, (definition) => writeFunction(definition, graph, inputs)));
      field(writer, 4, (version) => int(version, 1, PRODUCER));
    },
    outputs: graph.outputs.map((_, i) => `${CALL}:${i}`),
  };
}

/** `FunctionDef`: signature, attributes, body, and which tensors are the results. */
function writeFunction(writer: BinaryWriter, graph: Graph, inputs: readonly GraphNode[]): void {
  const nodes = nodesByName(graph);
  const argumentNames = new Map(inputs.map(({ name }, i) => [name, `argument_${i}`]));
  const reference = (edge: Edge): string => argumentNames.get(edge.node) ?? outputReference(nodes, edge);
  const argument =
    (name: string, { dtype }: TensorType) =>
    (out: BinaryWriter) => {
      text(out, 1, name);
      int(out, 3, elementTypeNumber(dtype));
    };
  field(writer, 1, (signature) => {
    text(signature, 1, FUNCTION);
    for (const [name, argumentName] of argumentNames) {
      field(signature, 2, argument(argumentName, edgeType(nodes, { node: name, output: 0 })));
    }
    for (const [i, { edge }] of graph.outputs.entries()) {
      field(signature, 3, argument(`result_${i}`, edgeType(nodes, edge)));
    }
  });
  // Not inlined, where the optimizer of the outer graph would reach it; and passed over by that optimizer when it goes
  // through the functions, since it leaves those of tf.data to others.
  for (const name of ["_noinline", "_tf_data_function"]) {
    mapField(writer, 5, name, (value) => value.tag(ATTRIBUTE.bool, WireType.Varint).bool(true));
  }
  for (const node of graph.nodes) {
    if (node.op !== "Placeholder") field(writer, 3, (out) => writeNode(out, node, node.inputs.map(reference)));
  }
  for (const [i, { edge }] of graph.outputs.entries()) {
    field(writer, 4, (entry) => {
      text(entry, 1, `result_${i}`);
      text(entry, 2, reference(edge));
    });
  }
}

/** "node:output name:index", as functions refer to outputs. */
function outputReference(nodes: ReadonlyMap<string, GraphNode>, { node: name, output }: Edge): string {
  const node = nodes.get(name);
  if (node === undefined) throw new Error(`the graph has no node ${name}`);
  const outputs = OPERATION_OUTPUTS[node.op];
  if (outputs === undefined) {
    throw new FailedError(`the names of the outputs of ${node.op} are not known`, {
      next: "Add the operation to trace/operation-outputs.ts (trace/operation-outputs.py prints it).",
    });
  }
  let index = output;
  for (const entry of outputs.split(" ")) {
    const [outputName = entry, lengthAttribute] = entry.split("*");
    const length = lengthAttribute === undefined ? 1 : Number(node.attributes[lengthAttribute]?.value);
    if (index < length) return `${name}:${outputName}:${index}`;
    index -= length;
  }
  throw new Error(`${node.op} ${name} has no output ${output}`);
}

/** `SignatureDef`: inputs and outputs by their declared names. */
function writeSignature(
  writer: BinaryWriter,
  graph: Graph,
  inputs: readonly string[],
  outputs: readonly string[],
): void {
  const nodes = nodesByName(graph);
  const tensor = (number: number, key: string, name: string, type: TensorType): void =>
    mapField(writer, number, key, (info) => {
      text(info, 1, name);
      int(info, 2, elementTypeNumber(type.dtype));
      field(info, 3, (shape) => writeShape(shape, type.shape));
    });
  for (const [i, { name }] of graphInputs(graph).entries()) {
    tensor(1, name, inputs[i] ?? "", edgeType(nodes, { node: name, output: 0 }));
  }
  for (const [i, { name, edge }] of graph.outputs.entries()) tensor(2, name, outputs[i] ?? "", edgeType(nodes, edge));
  text(writer, 3, "tensorflow/serving/predict");
}
