/**
 * Writes a graph as a TensorFlow SavedModel: one file, `saved_model.pb`, with the graph and a signature, and no
 * variables. TensorFlow loads it and runs it as one native call.
 *
 * Field numbers are those of TensorFlow's `saved_model.proto`, `meta_graph.proto`, `graph.proto`, `node_def.proto`,
 * `attr_value.proto`, `tensor.proto` and `tensor_shape.proto`; tfjs-node carries a copy as `src/proto/api.proto`.
 */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { elementTypeNumber } from "./attributes.js";
import {
  type Attribute,
  type Dim,
  edgeType,
  type Graph,
  type GraphNode,
  graphInputs,
  isBatchDim,
  nodesByName,
} from "./graph.js";

/** How constants are written. */
export interface SavedModelOptions {
  /**
   * Lets TensorFlow compute with the constants when it loads the graph. Off unless told: then each real constant goes
   * through `PlaceholderWithDefault`, which no optimizer looks through, so that sums and products are done in the order
   * of the recording and give its bits.
   */
  readonly fold?: boolean;
}

/** The only tag, as TensorFlow's own tools write it. */
export const SAVED_MODEL_TAG = "serve";

/** The bytes of `saved_model.pb`. */
export function writeSavedModel(graph: Graph, options: SavedModelOptions = {}): Uint8Array {
  const nodes = options.fold === true ? graph.nodes : graph.nodes.flatMap(keepFromFolding);
  const meta = message((writer) => {
    // MetaInfoDef: tags.
    field(writer, 1, (info) => info.tag(4, WireType.LengthDelimited).string(SAVED_MODEL_TAG));
    field(writer, 2, (definition) => {
      for (const node of nodes) field(definition, 1, (out) => writeNode(out, node));
      // VersionDef: the producer decides which changes of meaning apply; 1395 is TensorFlow 2.12's.
      field(definition, 4, (version) => version.tag(1, WireType.Varint).int32(PRODUCER));
    });
    mapField(writer, 5, "serving_default", (signature) => writeSignature(signature, graph));
  });
  return message((writer) => {
    writer.tag(1, WireType.Varint).int64(1n);
    writer.tag(2, WireType.LengthDelimited).bytes(meta);
  }).slice();
}

const PRODUCER = 1395;

/** Puts a `PlaceholderWithDefault` between a real constant and its users. Integers are shapes and axes: they may fold. */
function keepFromFolding(node: GraphNode): GraphNode[] {
  const [type] = node.outputs;
  if (node.op !== "Const" || (type?.dtype !== "float32" && type?.dtype !== "complex64")) return [node];
  const name = `${node.name}/value`;
  const shape = type.shape.map((dim) => (isBatchDim(dim) ? -1 : dim));
  return [
    { ...node, name },
    {
      ...node,
      op: "PlaceholderWithDefault",
      inputs: [{ node: name, output: 0 }],
      attributes: { dtype: { type: "type", value: type.dtype }, shape: { type: "shape", value: shape } },
    },
  ];
}

function writeNode(writer: BinaryWriter, node: GraphNode): void {
  writer.tag(1, WireType.LengthDelimited).string(node.name);
  writer.tag(2, WireType.LengthDelimited).string(node.op);
  for (const { node: name, output } of node.inputs) {
    writer.tag(3, WireType.LengthDelimited).string(output === 0 ? name : `${name}:${output}`);
  }
  for (const [name, attribute] of Object.entries(node.attributes)) {
    mapField(writer, 5, name, (value) => writeAttribute(value, attribute));
  }
  const [type] = node.outputs;
  if (type === undefined || (node.op !== "Placeholder" && node.op !== "Const")) return;
  const dtype = elementTypeNumber(type.dtype);
  mapField(writer, 5, "dtype", (value) => value.tag(6, WireType.Varint).int32(dtype));
  if (node.op === "Placeholder") {
    mapField(writer, 5, "shape", (value) => field(value, 7, (shape) => writeShape(shape, type.shape)));
  } else {
    mapField(writer, 5, "value", (value) => field(value, 8, (tensor) => writeTensor(tensor, node)));
  }
}

function writeAttribute(writer: BinaryWriter, attribute: Attribute): void {
  switch (attribute.type) {
    case "int":
      if (typeof attribute.value === "number") writer.tag(3, WireType.Varint).int64(attribute.value);
      else writeList(writer, 3, attribute.value, (list, value) => list.int64(value));
      break;
    case "float":
      if (typeof attribute.value === "number") writer.tag(4, WireType.Bit32).float(attribute.value);
      else writeList(writer, 4, attribute.value, (list, value) => list.float(value));
      break;
    case "bool":
      if (typeof attribute.value === "boolean") writer.tag(5, WireType.Varint).bool(attribute.value);
      else writeList(writer, 5, attribute.value, (list, value) => list.bool(value));
      break;
    case "string":
      writer.tag(2, WireType.LengthDelimited).bytes(new TextEncoder().encode(attribute.value));
      break;
    case "type":
      writer.tag(6, WireType.Varint).int32(elementTypeNumber(attribute.value));
      break;
    case "shape":
      field(writer, 7, (shape) => writeShape(shape, attribute.value));
      break;
  }
}

/** A packed list; the empty one too, since an attribute that is a list must say so. */
function writeList<Element>(
  writer: BinaryWriter,
  number: number,
  values: readonly Element[],
  write: (list: BinaryWriter, value: Element) => void,
): void {
  field(writer, 1, (list) => {
    if (values.length > 0) {
      field(list, number, (packed) => {
        for (const value of values) write(packed, value);
      });
    }
  });
}

function writeShape(writer: BinaryWriter, shape: readonly Dim[]): void {
  for (const dim of shape) {
    field(writer, 2, (out) => out.tag(1, WireType.Varint).int64(isBatchDim(dim) ? -1 : dim));
  }
}

/** A constant whose values are all equal is written as one: TensorFlow repeats the last value it finds. */
function writeTensor(writer: BinaryWriter, node: GraphNode): void {
  const [type] = node.outputs;
  const { values } = node;
  if (type === undefined || values === undefined) throw new Error(`the constant ${node.name} has no values`);
  writer.tag(1, WireType.Varint).int32(elementTypeNumber(type.dtype));
  field(writer, 2, (shape) => writeShape(shape, type.shape));
  const [first] = values;
  if (
    values.length > 1 &&
    first !== undefined &&
    type.dtype !== "complex64" &&
    values.every((v) => Object.is(v, first))
  ) {
    field(writer, type.dtype === "float32" ? 5 : type.dtype === "int32" ? 7 : 11, (packed) => {
      if (type.dtype === "float32") packed.float(first);
      else packed.int32(first);
    });
  } else {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writer.tag(4, WireType.LengthDelimited).bytes(bytes);
  }
}

function writeSignature(writer: BinaryWriter, graph: Graph): void {
  const nodes = nodesByName(graph);
  const tensorInfo = (out: BinaryWriter, name: string, node: string, output: number): void => {
    const type = edgeType(nodes, { node, output });
    out.tag(1, WireType.LengthDelimited).string(name);
    out.tag(2, WireType.Varint).int32(elementTypeNumber(type.dtype));
    field(out, 3, (shape) => writeShape(shape, type.shape));
  };
  for (const { name } of graphInputs(graph)) mapField(writer, 1, name, (out) => tensorInfo(out, `${name}:0`, name, 0));
  for (const { name, edge } of graph.outputs) {
    mapField(writer, 2, name, (out) => tensorInfo(out, `${edge.node}:${edge.output}`, edge.node, edge.output));
  }
  writer.tag(3, WireType.LengthDelimited).string("tensorflow/serving/predict");
}

function message(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

function field(writer: BinaryWriter, number: number, write: (writer: BinaryWriter) => void): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

/** One entry of a protobuf map with string keys: a message with the key as field 1 and the value as field 2. */
function mapField(writer: BinaryWriter, number: number, key: string, write: (writer: BinaryWriter) => void): void {
  field(writer, number, (entry) => {
    entry.tag(1, WireType.LengthDelimited).string(key);
    field(entry, 2, write);
  });
}
