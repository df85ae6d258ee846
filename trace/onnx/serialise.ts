/** An ONNX graph as the bytes of a file: https://github.com/onnx/onnx/blob/main/docs/IR.md */
import { create, toBinary } from "@bufbuild/protobuf";
import { TraceError } from "../errors.js";
import { isBatchDim } from "../graph.js";
import { dimText } from "./dims.js";
import { ONNX_TYPE_NUMBERS } from "./emitter.js";
import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode, OnnxTensorType } from "./graph.js";
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.js";
import { irVersion } from "./opset.js";

/** What a file says of itself. */
export interface OnnxDescription {
  readonly opset: number;
  /** What the free dimension is called. */
  readonly batch: string;
  readonly name: string;
  readonly doc: string;
  readonly producer: string;
  readonly producerVersion: string;
  /** Free text by key: `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Protocol buffers end here; ONNX's external data would take over. */
const LARGEST_FILE = 2 ** 31 - 1;

/**
 * Writes a graph. The shape of every value is in the file.
 *
 * @throws TraceError when the weights are larger than an ONNX file can be.
 */
export function serialiseOnnx(graph: OnnxGraph, description: OnnxDescription): Uint8Array<ArrayBuffer> {
  const bytes = [...graph.constants.values()].reduce((sum, { type, values }) => {
    return sum + (type === "int64" ? 2 : 1) * values.byteLength;
  }, 0);
  if (bytes > LARGEST_FILE) {
    throw new TraceError(
      `the weights take ${(bytes / 1e9).toFixed(1)} GB, and an ONNX file holds 2 GB at most`,
      {},
      "Make the network smaller, or publish it as several graphs.",
    );
  }
  return toBinary(ModelProtoSchema, modelProto(graph, description));
}

function modelProto(graph: OnnxGraph, description: OnnxDescription): ModelProto {
  const { opset, batch, metadata } = description;
  const boundary = new Set([...graph.inputs, ...graph.outputs.map(({ name }) => name)]);
  const inner = graph.nodes.flatMap(({ outputs }) => outputs).filter((value) => value !== "" && !boundary.has(value));
  const declare = (value: string): ValueInfoProto => valueInfo(value, graph.typeOf(value), batch);
  return create(ModelProtoSchema, {
    irVersion: BigInt(irVersion(opset)),
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(opset) })],
    producerName: description.producer,
    producerVersion: description.producerVersion,
    docString: description.doc,
    metadataProps: Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
    graph: create(GraphProtoSchema, {
      name: description.name,
      docString: description.doc,
      input: graph.inputs.map(declare),
      output: graph.outputs.map(({ name }) => declare(name)),
      valueInfo: inner.map(declare),
      node: graph.nodes.map(nodeProto),
      initializer: [...graph.constants].map(([name, constant]) => tensorProto(constant, name)),
    }),
  });
}

function valueInfo(name: string, { type, shape }: OnnxTensorType, batch: string): ValueInfoProto {
  const dim = shape.map((length) =>
    create(TensorShapeProto_DimensionSchema, {
      value: isBatchDim(length)
        ? { case: "dimParam", value: dimText(length, batch) }
        : { case: "dimValue", value: BigInt(length) },
    }),
  );
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: ONNX_TYPE_NUMBERS[type], shape: { dim } } } },
  });
}

function nodeProto({ op, inputs, outputs, attributes, doc }: OnnxNode): NodeProto {
  return create(NodeProtoSchema, {
    name: outputs[0] ?? "",
    opType: op,
    input: [...inputs],
    output: [...outputs],
    docString: doc,
    attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
  });
}

function attributeProto(name: string, value: OnnxAttribute): AttributeProto {
  const text = new TextEncoder();
  if (typeof value === "number") {
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) });
  }
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.STRING, s: text.encode(value) });
  }
  if (isList(value)) {
    return typeof value[0] === "string"
      ? create(AttributeProtoSchema, {
          name,
          type: AttributeProto_AttributeType.STRINGS,
          strings: value.map((one) => text.encode(String(one))),
        })
      : create(AttributeProtoSchema, {
          name,
          type: AttributeProto_AttributeType.INTS,
          ints: value.map((one) => BigInt(one)),
        });
  }
  if ("float" in value) {
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.FLOAT, f: value.float });
  }
  if ("floats" in value) {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.FLOATS,
      floats: [...value.floats],
    });
  }
  return create(AttributeProtoSchema, {
    name,
    type: AttributeProto_AttributeType.TENSOR,
    t: tensorProto(value.tensor, ""),
  });
}

function isList(value: OnnxAttribute): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

function tensorProto({ type, dims, values }: OnnxConstant, name: string): TensorProto {
  const stored = type === "int64" ? BigInt64Array.from(values, BigInt) : values;
  return create(TensorProtoSchema, {
    name,
    dataType: ONNX_TYPE_NUMBERS[type],
    dims: dims.map(BigInt),
    // Little-endian, as every machine that runs JavaScript engines of today is.
    rawData: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength),
  });
}
