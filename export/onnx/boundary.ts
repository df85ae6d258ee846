/**
 * Declares the graph's inputs and outputs as the contract does: order, types, a first dimension named `batch`, every other
 * one static. tf2onnx leaves `unk__12` for what it could not infer.
 */
import { create } from "@bufbuild/protobuf";
import { type Contract, shapeAt, type TensorSpec } from "../../core/contract.js";
import { FailedError } from "../../core/errors.js";
import type { ElementType } from "../../core/tensor.js";
import {
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../trace/onnx/onnx_pb.js";
import type { OnnxModel } from "./model.js";

const DATA_TYPES: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  int64: TensorProto_DataType.INT64,
  int32: TensorProto_DataType.INT32,
  uint8: TensorProto_DataType.UINT8,
  bool: TensorProto_DataType.BOOL,
};

/** A size, or null where the converter left it free or unknown. */
type Sizes = readonly (number | null)[];

/**
 * Checks the declared inputs and outputs against the contract and writes the contract's own declarations.
 *
 * A free dimension of an *input* beside the batch is refused: the graph would accept what nobody verified. An unknown one of
 * an *output* is only a shape that the converter could not infer (a transposed convolution), and is filled in: the checker
 * refuses a contradiction, and verification looks at the shapes that come out.
 *
 * @throws FailedError naming the input or output whose type or shape is another.
 */
export function declareBoundary(model: OnnxModel, contract: Contract): void {
  const { graph } = model;
  const weights = new Set(graph.initializer.map((tensor) => tensor.name));
  const declaredInputs = graph.input.filter((value) => !weights.has(value.name));
  for (const value of declaredInputs) {
    if (contract.inputs.some((spec) => spec.name === value.name)) continue;
    throw new FailedError(`the ONNX graph of ${contract.name} has an input that the contract lacks: ${value.name}`);
  }
  graph.input = contract.inputs.map((spec) => {
    // An input that the network does not use is dropped by the converter; clients send it all the same.
    const declared = declaredInputs.find((value) => value.name === spec.name);
    if (declared !== undefined) checkDeclared(spec, declared, "input");
    return declare(spec);
  });
  const declaredOutputs = new Map(graph.output.map((value) => [value.name, value]));
  graph.output = contract.outputs.map((spec) => {
    const declared = declaredOutputs.get(spec.name);
    if (declared !== undefined) checkDeclared(spec, declared, "output");
    return declare(spec);
  });
}

function declare(spec: TensorSpec): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name: spec.name,
    docString: `${spec.unit}: ${spec.description}`,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: DATA_TYPES[spec.type],
          shape: {
            dim: spec.dimensions.map(({ name, size }) =>
              create(TensorShapeProto_DimensionSchema, {
                value: size === null ? { case: "dimParam", value: name } : { case: "dimValue", value: BigInt(size) },
              }),
            ),
          },
        },
      },
    },
  });
}

function checkDeclared(spec: TensorSpec, declared: ValueInfoProto, side: "input" | "output"): void {
  const { elemType, sizes } = read(declared);
  if (elemType !== DATA_TYPES[spec.type]) {
    const got = (TensorProto_DataType[elemType] ?? String(elemType)).toLowerCase();
    throw new FailedError(`${side} "${spec.name}" is ${got} in the ONNX graph and ${spec.type} in the contract`);
  }
  if (sizes === undefined) return;
  const expected = shapeAt(spec, -1);
  const fits =
    sizes.length === expected.length &&
    sizes.every((size, axis) => (size === null ? axis === 0 || side === "output" : size === expected[axis]));
  if (fits) return;
  const text = sizes.map((size) => size ?? "?").join(", ");
  throw new FailedError(
    `${side} "${spec.name}" has shape [${text}] in the ONNX graph and [${expected.join(", ")}] in the contract`,
    { next: "Only the first dimension, the batch, is free (-1); every other one has the contract's fixed size." },
  );
}

function read(declared: ValueInfoProto): { elemType: number; sizes: Sizes | undefined } {
  const type = declared.type?.value;
  if (type?.case !== "tensorType") throw new FailedError(`"${declared.name}" is no tensor in the ONNX graph`);
  const sizes = type.value.shape?.dim.map((dim) => (dim.value.case === "dimValue" ? Number(dim.value.value) : null));
  return { elemType: type.value.elemType, sizes };
}
