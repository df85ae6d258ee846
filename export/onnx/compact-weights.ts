/**
 * Smaller files of the same graph: weights are kept in fewer bits and widened to float32 by nodes in front of where they
 * are used. onnxruntime folds those when it loads the file, so that every kernel computes in float32 on any execution
 * provider, as fast as before: only the bytes on the way are fewer, and only the rounding of the weights is lost.
 *
 * `fp16`: Cast. `int8`: the largest tensors by Cast and Mul (symmetric quantisation, Jacob et al. 2018, of weights
 * alone), the others as in `fp16`. Not DequantizeLinear, which onnxruntime keeps for the kernels of quantised networks.
 */
import { clone, create } from "@bufbuild/protobuf";
import { toFloat16 } from "../../core/float16.js";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
} from "../../trace/onnx/onnx_pb.js";
import type { OnnxModel } from "./model.js";

/** How weights are kept; fewest bits last. */
export const weightTypes = ["fp16", "int8"] as const;

export type WeightType = (typeof weightTypes)[number];

/** Tensors with fewer numbers than this (biases, scales) stay as they are: they weigh nothing and matter most. */
const FEWEST_NUMBERS = 1024;

/** Fewer than this are not worth eight bits: they weigh little, and those near the ends of a network matter most. */
const FEWEST_IN_INT8 = 65_536;

/** The axis of an operator's weights (input 1) over which it sums: numbers along it share a scale. */
const summedAxis: Readonly<Record<string, number>> = { Conv: 1, ConvTranspose: 0, MatMul: 0, Gemm: 0 };

/** Shares of the largest number that are tried as the largest level: cutting off a few outliers can serve the rest. */
const CUTS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6];

/**
 * A copy of the model with its large float32 weights kept in fewer bits, or null when it has none. The model itself is
 * not changed. Weights inside sub-graphs stay as they are.
 */
export function compactWeights(model: OnnxModel, type: WeightType): OnnxModel | null {
  const copy = clone(ModelProtoSchema, model);
  const graph = clone(GraphProtoSchema, model.graph);
  const used = new Map<string, { node: NodeProto; input: number }>();
  for (const node of graph.node) {
    for (const [input, name] of node.input.entries()) used.set(name, { node, input });
  }
  const widening: NodeProto[] = [];
  const initializer: TensorProto[] = [];
  for (const tensor of graph.initializer) {
    const weights = largeWeights(tensor);
    if (weights === null) initializer.push(tensor);
    else {
      const axis = type === "int8" ? axisOf(tensor, used.get(tensor.name)) : null;
      const small = axis === null || weights.length < FEWEST_IN_INT8;
      initializer.push(...(small ? [halved(tensor, weights, widening)] : quantised(tensor, weights, axis, widening)));
    }
  }
  if (widening.length === 0) return null;
  graph.initializer = initializer;
  graph.node = [...widening, ...graph.node];
  return Object.assign(copy, { graph: withoutListedInputs(graph, initializer) });
}

function largeWeights({ dataType, dims, rawData }: TensorProto): Float32Array | null {
  const count = dims.reduce((product, size) => product * Number(size), 1);
  if (dataType !== TensorProto_DataType.FLOAT || count < FEWEST_NUMBERS || rawData.byteLength !== count * 4)
    return null;
  // A copy, and not by slice(), which a Buffer answers with a view: floats must be aligned.
  return new Float32Array(new Uint8Array(rawData).buffer);
}

function halved(tensor: TensorProto, weights: Float32Array, widening: NodeProto[]): TensorProto {
  const halves = Uint16Array.from(weights, toFloat16);
  const kept = `${tensor.name}/fp16`;
  widening.push(castToFloat(kept, tensor.name));
  return create(TensorProtoSchema, {
    name: kept,
    dims: tensor.dims,
    dataType: TensorProto_DataType.FLOAT16,
    rawData: bytesOf(halves),
  });
}

/** Levels and scales of a tensor; numbers that differ only in their place along `axis` share a scale. */
function quantised(tensor: TensorProto, weights: Float32Array, axis: number, widening: NodeProto[]): TensorProto[] {
  const dims = tensor.dims.map(Number);
  const along = dims[axis] ?? 1;
  const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const scales = new Float32Array(weights.length / along);
  const levels = new Int8Array(weights.length);
  for (let group = 0; group < scales.length; group++) {
    const first = Math.floor(group / inner) * along * inner + (group % inner);
    const places = Array.from({ length: along }, (_, i) => first + i * inner);
    const scale = bestScale(places.map((place) => weights[place] as number));
    scales[group] = scale;
    for (const place of places) levels[place] = levelOf(weights[place] as number, scale);
  }
  const [kept, widened, scale] = [`${tensor.name}/int8`, `${tensor.name}/levels`, `${tensor.name}/scale`];
  widening.push(
    castToFloat(kept, widened),
    create(NodeProtoSchema, {
      name: `${tensor.name}/scaled`,
      opType: "Mul",
      input: [widened, scale],
      output: [tensor.name],
    }),
  );
  return [
    create(TensorProtoSchema, {
      name: kept,
      dims: tensor.dims,
      dataType: TensorProto_DataType.INT8,
      rawData: bytesOf(levels),
    }),
    create(TensorProtoSchema, {
      name: scale,
      dims: dims.map((size, i) => BigInt(i === axis ? 1 : size)),
      dataType: TensorProto_DataType.FLOAT,
      rawData: bytesOf(scales),
    }),
  ];
}

/** The scale whose levels are nearest to the numbers, in squares. */
function bestScale(numbers: readonly number[]): number {
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const tried = CUTS.map((cut) => {
    const scale = Math.fround((largest * cut) / 127);
    return { scale, error: numbers.reduce((sum, value) => sum + (levelOf(value, scale) * scale - value) ** 2, 0) };
  });
  return tried.reduce((best, one) => (one.error < best.error ? one : best)).scale;
}

function levelOf(value: number, scale: number): number {
  return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
}

function axisOf(tensor: TensorProto, use: { node: NodeProto; input: number } | undefined): number | null {
  const axis = use?.input === 1 ? summedAxis[use.node.opType] : undefined;
  return axis === undefined || axis >= tensor.dims.length ? null : axis;
}

function castToFloat(from: string, to: string): NodeProto {
  return create(NodeProtoSchema, {
    name: `${to}/widened`,
    opType: "Cast",
    input: [from],
    output: [to],
    attribute: [
      create(AttributeProtoSchema, {
        name: "to",
        type: AttributeProto_AttributeType.INT,
        i: BigInt(TensorProto_DataType.FLOAT),
      }),
    ],
  });
}

/** Old files list initializers among the inputs too; one that is now a node's output must not be there. */
function withoutListedInputs(graph: GraphProto, initializer: readonly TensorProto[]): GraphProto {
  const produced = new Set(graph.node.flatMap(({ output }) => output));
  const known = new Set(initializer.map(({ name }) => name));
  graph.input = graph.input.filter(({ name }) => known.has(name) || !produced.has(name));
  return graph;
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
