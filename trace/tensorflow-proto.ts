/**
 * TensorFlow's protobuf messages, as far as a graph needs them, written field by field.
 *
 * Field numbers are those of TensorFlow's `node_def.proto`, `attr_value.proto`, `tensor.proto` and
 * `tensor_shape.proto`; tfjs-node carries a copy as `src/proto/api.proto`.
 */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { elementTypeNumber } from "./attributes.js";
import { type Attribute, type Dim, type ElementType, type GraphNode, isBatchDim } from "./graph.js";

/** Writes fields into a message. */
export type Write = (writer: BinaryWriter) => void;

/** The bytes of a message. */
export function message(write: Write): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

/** A field that is a message. */
export function field(writer: BinaryWriter, number: number, write: Write): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

/** A field that is text. */
export function text(writer: BinaryWriter, number: number, value: string): void {
  writer.tag(number, WireType.LengthDelimited).string(value);
}

/** A field that is a small number. */
export function int(writer: BinaryWriter, number: number, value: number): void {
  writer.tag(number, WireType.Varint).int32(value);
}

/** One entry of a map with text keys: a message with the key as field 1 and the value, a message, as field 2. */
export function mapField(writer: BinaryWriter, number: number, key: string, write: Write): void {
  field(writer, number, (entry) => {
    text(entry, 1, key);
    field(entry, 2, write);
  });
}

/** A packed list of numbers; nothing where it is empty. */
export function packed<Value>(
  writer: BinaryWriter,
  number: number,
  values: readonly Value[],
  write: (list: BinaryWriter, value: Value) => void,
): void {
  if (values.length === 0) return;
  field(writer, number, (list) => {
    for (const value of values) write(list, value);
  });
}

/** Fields of `AttrValue`. */
export const ATTRIBUTE = { list: 1, bytes: 2, int: 3, float: 4, bool: 5, type: 6, shape: 7, tensor: 8, function: 10 };

/** `NodeDef`, with its inputs as the graph or function that it stands in refers to them. */
export function writeNode(writer: BinaryWriter, node: GraphNode, inputs: readonly string[]): void {
  text(writer, 1, node.name);
  text(writer, 2, node.op);
  for (const input of inputs) text(writer, 3, input);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writeAttribute(writer, name, (value) => attributeValue(value, attribute));
  }
  const [type] = node.outputs;
  if (type === undefined || (node.op !== "Placeholder" && node.op !== "Const")) return;
  writeAttribute(writer, "dtype", (value) => int(value, ATTRIBUTE.type, elementTypeNumber(type.dtype)));
  if (node.op === "Placeholder") {
    writeAttribute(writer, "shape", (value) => field(value, ATTRIBUTE.shape, (shape) => writeShape(shape, type.shape)));
  } else {
    writeAttribute(writer, "value", (value) => field(value, ATTRIBUTE.tensor, (tensor) => writeTensor(tensor, node)));
  }
}

/** An attribute of a `NodeDef`. */
export function writeAttribute(writer: BinaryWriter, name: string, write: Write): void {
  mapField(writer, 5, name, write);
}

/** An attribute that is a list of element types. */
export function writeTypeList(writer: BinaryWriter, name: string, types: readonly ElementType[]): void {
  writeAttribute(writer, name, (value) =>
    field(value, ATTRIBUTE.list, (list) =>
      packed(list, ATTRIBUTE.type, types, (out, type) => out.int32(elementTypeNumber(type))),
    ),
  );
}

/** An attribute that is bytes. */
export function writeBytes(writer: BinaryWriter, name: string, bytes: Uint8Array): void {
  writeAttribute(writer, name, (value) => value.tag(ATTRIBUTE.bytes, WireType.LengthDelimited).bytes(bytes));
}

/** `TensorShapeProto`; a length that follows the batch is unknown. */
export function writeShape(writer: BinaryWriter, shape: readonly Dim[]): void {
  for (const dim of shape) {
    field(writer, 2, (out) => out.tag(1, WireType.Varint).int64(isBatchDim(dim) ? -1 : dim));
  }
}

/** A list says that it is one, even where it is empty. */
function attributeValue(writer: BinaryWriter, attribute: Attribute): void {
  const list = (write: Write) => field(writer, ATTRIBUTE.list, write);
  switch (attribute.type) {
    case "int": {
      const { value } = attribute;
      if (typeof value === "number") writer.tag(ATTRIBUTE.int, WireType.Varint).int64(value);
      else list((out) => packed(out, ATTRIBUTE.int, value, (p, v) => p.int64(v)));
      break;
    }
    case "float": {
      const { value } = attribute;
      if (typeof value === "number") writer.tag(ATTRIBUTE.float, WireType.Bit32).float(value);
      else list((out) => packed(out, ATTRIBUTE.float, value, (p, v) => p.float(v)));
      break;
    }
    case "bool": {
      const { value } = attribute;
      if (typeof value === "boolean") writer.tag(ATTRIBUTE.bool, WireType.Varint).bool(value);
      else list((out) => packed(out, ATTRIBUTE.bool, value, (p, v) => p.bool(v)));
      break;
    }
    case "string":
      writer.tag(ATTRIBUTE.bytes, WireType.LengthDelimited).bytes(new TextEncoder().encode(attribute.value));
      break;
    case "type":
      int(writer, ATTRIBUTE.type, elementTypeNumber(attribute.value));
      break;
    case "shape":
      field(writer, ATTRIBUTE.shape, (shape) => writeShape(shape, attribute.value));
      break;
  }
}

/** `TensorProto`. Values that are all equal are written as one: TensorFlow repeats the last value it finds. */
function writeTensor(writer: BinaryWriter, node: GraphNode): void {
  const [type] = node.outputs;
  const { values } = node;
  if (type === undefined || values === undefined) throw new Error(`the constant ${node.name} has no values`);
  const { dtype } = type;
  int(writer, 1, elementTypeNumber(dtype));
  field(writer, 2, (shape) => writeShape(shape, type.shape));
  const [first] = values;
  const repeated = values.length > 1 && dtype !== "complex64" && values.every((value) => Object.is(value, first));
  if (repeated && first !== undefined) {
    if (dtype === "float32") packed(writer, 5, [first], (out, value) => out.float(value));
    else packed(writer, dtype === "int32" ? 7 : 11, [first], (out, value) => out.int32(value));
  } else {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writer.tag(4, WireType.LengthDelimited).bytes(bytes);
  }
}
