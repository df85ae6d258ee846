/** TensorFlow's element types and attributes, as numbers in the addon and as names in files. */

import type { NativeAttribute, NativeBinding } from "./binding.js";
import type { Attribute, ElementType } from "./graph.js";

/** Element type, its number in TensorFlow's `DataType` enumeration (types.proto), and its name there. */
const TYPES: readonly { readonly name: ElementType; readonly number: number; readonly proto: string }[] = [
  { name: "float32", number: 1, proto: "DT_FLOAT" },
  { name: "int32", number: 3, proto: "DT_INT32" },
  { name: "uint8", number: 4, proto: "DT_UINT8" },
  { name: "string", number: 7, proto: "DT_STRING" },
  { name: "complex64", number: 8, proto: "DT_COMPLEX64" },
  { name: "int64", number: 9, proto: "DT_INT64" },
  { name: "bool", number: 10, proto: "DT_BOOL" },
];

/**
 * The element type with TensorFlow's number `number`.
 *
 * @throws Error for a type that no tfjs operation makes (a resource, a half float).
 */
export function elementType(number: number): ElementType {
  const found = TYPES.find((type) => type.number === number);
  if (found === undefined) throw new Error(`TensorFlow's element type ${number} has no counterpart in tfjs`);
  return found.name;
}

/** TensorFlow's number of an element type. */
export function elementTypeNumber(name: ElementType): number {
  return typeNamed(name).number;
}

/** TensorFlow's name of an element type in a protobuf: `DT_FLOAT`. */
export function elementTypeProto(name: ElementType): string {
  return typeNamed(name).proto;
}

/**
 * The element type with TensorFlow's name in a protobuf.
 *
 * @throws Error for one that tfjs does not have.
 */
export function elementTypeFromProto(proto: string): ElementType {
  const found = TYPES.find((type) => type.proto === proto);
  if (found === undefined) throw new Error(`TensorFlow's element type ${proto} has no counterpart in tfjs`);
  return found.name;
}

function typeNamed(name: ElementType) {
  const found = TYPES.find((type) => type.name === name);
  if (found === undefined) throw new Error(`unknown element type ${name}`);
  return found;
}

/** Attributes that say how to compute on a device we do not use, and that not every reader of a graph knows. */
const DROPPED = new Set(["use_cudnn_on_gpu"]);

/**
 * Element types that tfjs-node leaves for TensorFlow to infer, which works when an operation is run, but not when it is
 * written for others to read: operation -> attribute -> the number of the input that has it, or TensorFlow's default.
 */
const INFERRED: Readonly<Record<string, Readonly<Record<string, number | ElementType>>>> = {
  ExpandDims: { T: 0 },
  TopKV2: { index_type: "int32" },
};

/** Reads the attributes that tfjs-node hands to the addon, and completes them from the types of the inputs. */
export function readAttributes(
  binding: NativeBinding,
  op: string,
  attributes: readonly NativeAttribute[],
  inputTypes: readonly ElementType[],
): Record<string, Attribute> {
  const read: Record<string, Attribute> = {};
  for (const [name, known] of Object.entries(INFERRED[op] ?? {})) {
    const type = typeof known === "number" ? inputTypes[known] : known;
    if (type !== undefined) read[name] = { type: "type", value: type };
  }
  for (const attribute of attributes) {
    if (!DROPPED.has(attribute.name)) read[attribute.name] = readAttribute(binding, attribute);
  }
  return read;
}

function readAttribute(binding: NativeBinding, { name, type, value }: NativeAttribute): Attribute {
  switch (type) {
    case binding.TF_ATTR_INT:
      return { type: "int", value: oneOrMany(value, Number) };
    case binding.TF_ATTR_FLOAT:
      return { type: "float", value: oneOrMany(value, (element) => Math.fround(Number(element))) };
    case binding.TF_ATTR_BOOL:
      return { type: "bool", value: oneOrMany(value, Boolean) };
    case binding.TF_ATTR_STRING:
      return { type: "string", value: String(value) };
    case binding.TF_ATTR_TYPE:
      return { type: "type", value: elementType(Number(value)) };
    case binding.TF_ATTR_SHAPE:
      if (Array.isArray(value)) return { type: "shape", value: value.map(Number) };
      break;
  }
  throw new Error(`the attribute ${name} is of a kind (${type}) that is not known`);
}

/** `undefined` stands for the empty list, false and zero in tfjs-node's calls; the addon reads it as zero. */
function oneOrMany<Element>(value: unknown, convert: (element: unknown) => Element): Element | Element[] {
  return Array.isArray(value) ? value.map(convert) : convert(value);
}
