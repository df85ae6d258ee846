import {
  bool,
  type Emit,
  ints,
  type Kernel,
  type Kernels,
  like,
  need,
  type OutputType,
  scalar,
  type,
} from "../emit.js";
import type { Info } from "../known.js";
import { cast, castAlways } from "./elementwise.js";

function reduced(emit: Emit, x: Info, axes: readonly number[], keepDims: unknown): number[] {
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  return keepDims === true ? emit.tf.backend_util.expandShapeToKeepDim(shape, [...axes]) : shape;
}

function axesOf(emit: Emit, axis: unknown, { shape }: Info): number[] {
  return emit.tf.util.parseAxisParam(axis as number[], shape);
}

/** A sum, a largest value, … over axes. */
const over =
  (op: string, axisName = "axis"): Kernel =>
  (emit, inputs, attributes) => {
    const x = need(inputs, "x");
    const axes = axesOf(emit, attributes[axisName], x);
    const to: OutputType = { ...like(x), shape: reduced(emit, x, axes, attributes.keepDims) };
    return emit.op(
      op,
      [x, ints(emit, axes)],
      { keep_dims: bool(attributes.keepDims), T: type(x.dtype), Tidx: type("int32") },
      to,
    );
  };

const truthOver =
  (op: string): Kernel =>
  (emit, inputs, { axis, keepDims }) => {
    const x = need(inputs, "x");
    const axes = axesOf(emit, axis, x);
    const shape = reduced(emit, x, axes, keepDims);
    const attributes = { keep_dims: bool(keepDims), Tidx: type("int32") };
    return emit.op(op, [x, ints(emit, axes)], attributes, { shape, dtype: "bool" });
  };

const place =
  (op: string): Kernel =>
  (emit, inputs, { axis }) => {
    const given = need(inputs, "x");
    const x = given.dtype === "bool" ? cast(emit, given, "int32") : given;
    const along = Number(axis) < 0 ? Number(axis) + x.shape.length : Number(axis);
    const shape = x.shape.filter((_, i) => i !== along);
    return emit.op(
      op,
      [x, scalar(emit, Number(axis), "int32")],
      { T: type(x.dtype), Tidx: type("int32"), output_type: type("int32") },
      { shape, dtype: "int32" },
    );
  };

const running =
  (op: string): Kernel =>
  (emit, inputs, { axis, exclusive, reverse }) => {
    const x = need(inputs, "x");
    return emit.op(
      op,
      [x, scalar(emit, Number(axis), "int32")],
      { exclusive: bool(exclusive), reverse: bool(reverse), T: type(x.dtype), Tidx: type("int32") },
      like(x),
    );
  };

/** Many values become one, or one of each beginning. */
export const reduction: Kernels = {
  Max: over("Max", "reductionIndices"),
  Min: over("Min"),
  Sum: over("Sum"),
  Prod: (emit, inputs, { axis, keepDims }) => {
    const x = need(inputs, "x");
    const axes = axesOf(emit, axis, x);
    return emit.op(
      "Prod",
      [x, ints(emit, axes)],
      { keep_dims: bool(keepDims), T: type(x.dtype), Tidx: type("int32") },
      { ...like(x), shape: reduced(emit, x, axes, keepDims) },
    );
  },
  Mean: (emit, inputs, { axis, keepDims }) => {
    const x = need(inputs, "x");
    const axes = axesOf(emit, axis, x);
    return emit.op(
      "Mean",
      [castAlways(emit, x, "float32"), ints(emit, axes)],
      { keep_dims: bool(keepDims), T: type(x.dtype), Tidx: type("int32") },
      { dtype: "float32", shape: reduced(emit, x, axes, keepDims) },
    );
  },
  All: truthOver("All"),
  Any: truthOver("Any"),
  ArgMax: place("ArgMax"),
  ArgMin: place("ArgMin"),
  Cumsum: running("Cumsum"),
  Cumprod: running("Cumprod"),
  TopK: (emit, inputs, { k, sorted }) => {
    const x = need(inputs, "x");
    const count = Number(k ?? 1);
    const shape = [...x.shape.slice(0, -1), count];
    return emit.ops(
      "TopKV2",
      [x, scalar(emit, count, "int32")],
      { index_type: type("int32"), sorted: bool(sorted ?? true), T: type(x.dtype) },
      [
        { ...like(x), shape },
        { shape, dtype: "int32" },
      ],
    );
  },
  UnsortedSegmentSum: (emit, inputs, { numSegments }) => {
    const [x, ids] = [need(inputs, "x"), need(inputs, "segmentIds")];
    return emit.op(
      "UnsortedSegmentSum",
      [x, ids, scalar(emit, Number(numSegments), "int32")],
      { T: type(x.dtype), Tindices: type("int32"), Tnumsegments: type("int32") },
      { ...like(x), shape: [Number(numSegments), ...x.shape.slice(ids.shape.length)] },
    );
  },
  Bincount: (emit, inputs, { size }) => {
    const [x, weights] = [need(inputs, "x"), need(inputs, "weights")];
    const inputsOf = [x, scalar(emit, Number(size), "int32"), weights];
    return emit.op("Bincount", inputsOf, { T: type(weights.dtype) }, { ...like(weights), shape: [Number(size)] });
  },
};
