import { type Emit, int, ints, type Kernels, like, list, need, pairs, scalar, text, type } from "../emit.js";
import type { Info } from "../known.js";

function reverse(emit: Emit, x: Info, axes: readonly number[]): Info {
  return emit.op("ReverseV2", [x, ints(emit, axes)], { Tidx: type("int32"), T: type(x.dtype) }, like(x));
}

/** The same values in another arrangement: reshaped, cut, joined, repeated, padded. */
export const shape: Kernels = {
  Reshape: (emit, inputs, given) => {
    const x = need(inputs, "x");
    const wanted = given.shape as number[];
    const to = emit.tf.util.inferFromImplicitShape(wanted, emit.tf.util.sizeFromShape(x.shape));
    return emit.op(
      "Reshape",
      [x, ints(emit, wanted)],
      { T: type(x.dtype), Tshape: type("int32") },
      { ...like(x), shape: to },
    );
  },
  ExpandDims: (emit, inputs, { dim }) => {
    const input = need(inputs, "input");
    const axis = Number(dim);
    const to = [...input.shape];
    to.splice(axis < 0 ? to.length + 1 + axis : axis, 0, 1);
    return emit.op(
      "ExpandDims",
      [input, scalar(emit, axis, "int32")],
      { T: type(input.dtype) },
      { ...like(input), shape: to },
    );
  },
  Transpose: (emit, inputs, { perm }) => {
    const x = need(inputs, "x");
    const order = perm as number[];
    return emit.op(
      "Transpose",
      [x, ints(emit, order)],
      { T: type(x.dtype), Tperm: type("int32") },
      { ...like(x), shape: order.map((axis) => x.shape[axis] ?? 1) },
    );
  },
  Concat: (emit, inputs, { axis }) => {
    const tensors = list(inputs);
    const [first] = tensors;
    if (first === undefined) throw new Error("Concat of nothing");
    const along = emit.tf.util.parseAxisParam(axis as number, first.shape)[0] ?? 0;
    const shapes = tensors.map((tensor) => tensor.shape);
    return emit.op(
      "ConcatV2",
      [...tensors, scalar(emit, Number(axis), "int32")],
      { N: int(tensors.length), Tidx: type("int32"), T: type(first.dtype) },
      { ...like(first), shape: emit.tf.backend_util.computeOutShape(shapes, along) },
    );
  },
  SplitV: (emit, inputs, { numOrSizeSplits, axis }) => {
    const x = need(inputs, "x");
    const along = emit.tf.util.parseAxisParam(axis as number, x.shape)[0] ?? 0;
    const sizes = emit.tf.backend_util.prepareSplitSize(x as never, numOrSizeSplits as number, along);
    return emit.ops(
      "SplitV",
      [x, ints(emit, sizes), scalar(emit, along, "int32")],
      { num_split: int(sizes.length), T: type(x.dtype), Tlen: type("int32") },
      sizes.map((size) => ({ ...like(x), shape: x.shape.map((length, i) => (i === along ? size : length)) })),
    );
  },
  Pack: (emit, inputs, { axis }) => {
    const tensors = list(inputs);
    const [first] = tensors;
    if (first === undefined) throw new Error("Pack of nothing");
    const to = [...first.shape];
    to.splice(Number(axis), 0, tensors.length);
    return emit.op(
      "Pack",
      tensors,
      { N: int(tensors.length), T: type(first.dtype), axis: int(Number(axis)) },
      { ...like(first), shape: to },
    );
  },
  Unpack: (emit, inputs, { axis }) => {
    const value = need(inputs, "value");
    const along = Number(axis) < 0 ? Number(axis) + value.shape.length : Number(axis);
    const count = value.shape[along] ?? 0;
    const to = { ...like(value), shape: value.shape.filter((_, i) => i !== along) };
    return emit.ops(
      "Unpack",
      [value],
      { num: int(count), T: type(value.dtype), axis: int(along) },
      Array.from({ length: count }, () => to),
    );
  },
  Slice: (emit, inputs, { begin, size }) => {
    const x = need(inputs, "x");
    const { parseSliceParams } = emit.tf.slice_util;
    const [from, sizes] = parseSliceParams(x as never, begin as number[], size as number[]);
    const [first, lengths] = [from as number[], sizes as number[]];
    return emit.op(
      "Slice",
      [x, ints(emit, first), ints(emit, lengths)],
      { T: type(x.dtype), Index: type("int32") },
      { ...like(x), shape: lengths },
    );
  },
  StridedSlice: (emit, inputs, given) => {
    const x = need(inputs, "x");
    const [begin, end, strides] = [given.begin as number[], given.end as number[], given.strides as number[]];
    const mask = (name: string): number => Number(given[name] ?? 0);
    const { finalShape } = emit.tf.slice_util.sliceInfo(
      x.shape,
      [...begin],
      [...end],
      [...strides],
      mask("beginMask"),
      mask("endMask"),
      mask("ellipsisMask"),
      mask("newAxisMask"),
      mask("shrinkAxisMask"),
    );
    return emit.op(
      "StridedSlice",
      [x, ints(emit, begin), ints(emit, end), ints(emit, strides)],
      {
        T: type(x.dtype),
        Index: type("int32"),
        begin_mask: int(mask("beginMask")),
        end_mask: int(mask("endMask")),
        ellipsis_mask: int(mask("ellipsisMask")),
        new_axis_mask: int(mask("newAxisMask")),
        shrink_axis_mask: int(mask("shrinkAxisMask")),
      },
      { ...like(x), shape: finalShape },
    );
  },
  Tile: (emit, inputs, { reps }) => {
    const x = need(inputs, "x");
    const times = reps as number[];
    return emit.op(
      "Tile",
      [x, ints(emit, times)],
      { T: type(x.dtype), Tmultiples: type("int32") },
      { ...like(x), shape: x.shape.map((length, i) => length * (times[i] ?? 1)) },
    );
  },
  Reverse: (emit, inputs, { dims }) => {
    const x = need(inputs, "x");
    return reverse(emit, x, emit.tf.util.parseAxisParam(dims as number[], x.shape));
  },
  FlipLeftRight: (emit, inputs) => reverse(emit, need(inputs, "image"), [2]),
  PadV2: (emit, inputs, { paddings, constantValue }) => {
    const x = need(inputs, "x");
    const sides = paddings as [number, number][];
    return emit.op(
      "PadV2",
      [x, pairs(emit, sides), scalar(emit, Number(constantValue), like(x).dtype)],
      { T: type(x.dtype), Tpaddings: type("int32") },
      { ...like(x), shape: padded(x, sides) },
    );
  },
  MirrorPad: (emit, inputs, { paddings, mode }) => {
    const x = need(inputs, "x");
    const sides = paddings as [number, number][];
    return emit.op(
      "MirrorPad",
      [x, pairs(emit, sides)],
      { T: type(x.dtype), Tpaddings: type("int32"), mode: text(String(mode).toUpperCase()) },
      { ...like(x), shape: padded(x, sides) },
    );
  },
  SpaceToBatchND: (emit, inputs, { blockShape, paddings }) => {
    const x = need(inputs, "x");
    const [block, sides] = [blockShape as number[], paddings as [number, number][]];
    const to = x.shape.map((length, i) => {
      const [before, after] = sides[i - 1] ?? [0, 0];
      return (length + before + after) / (block[i - 1] ?? 1);
    });
    to[0] = (x.shape[0] ?? 0) * emit.tf.util.sizeFromShape(block);
    return emit.op(
      "SpaceToBatchND",
      [x, ints(emit, block), pairs(emit, sides)],
      { T: type(x.dtype), Tblock_shape: type("int32"), Tpaddings: type("int32") },
      { ...like(x), shape: to },
    );
  },
  BatchToSpaceND: (emit, inputs, { blockShape, crops }) => {
    const x = need(inputs, "x");
    const [block, sides] = [blockShape as number[], crops as [number, number][]];
    const to = x.shape.map((length, i) => {
      const [before, after] = sides[i - 1] ?? [0, 0];
      return length * (block[i - 1] ?? 1) - before - after;
    });
    to[0] = (x.shape[0] ?? 0) / emit.tf.util.sizeFromShape(block);
    return emit.op(
      "BatchToSpaceND",
      [x, ints(emit, block), pairs(emit, sides)],
      { T: type(x.dtype), Tblock_shape: type("int32"), Tcrops: type("int32") },
      { ...like(x), shape: to },
    );
  },
  DepthToSpace: (emit, inputs, { blockSize, dataFormat }) => {
    const x = need(inputs, "x");
    const block = Number(blockSize);
    const [batch = 1, ...others] = x.shape;
    const last = String(dataFormat) === "NHWC";
    const [height = 1, width = 1, depth = 1] = last ? others : [others[1], others[2], others[0]];
    const area = [height * block, width * block];
    const channels = depth / (block * block);
    return emit.op(
      "DepthToSpace",
      [x],
      { T: type(x.dtype), block_size: int(Math.max(2, block)), data_format: text(String(dataFormat)) },
      { ...like(x), shape: last ? [batch, ...area, channels] : [batch, channels, ...area] },
    );
  },
  Diag: (emit, inputs) => {
    const x = need(inputs, "x");
    return emit.op("Diag", [x], { T: type(x.dtype) }, { ...like(x), shape: [...x.shape, ...x.shape] });
  },
  BroadcastArgs: (emit, inputs) => {
    const [a, b] = [need(inputs, "s0"), need(inputs, "s1")];
    const length = Math.max(a.shape[0] ?? 0, b.shape[0] ?? 0);
    return emit.op("BroadcastArgs", [a, b], { T: type(a.dtype) }, { ...like(a), shape: [length] });
  },
  OneHot: (emit, inputs, { dtype, depth, onValue, offValue }) => {
    const indices = need(inputs, "indices");
    const to = String(dtype ?? "int32") as "int32";
    return emit.op(
      "OneHot",
      [
        indices,
        scalar(emit, Number(depth), "int32"),
        scalar(emit, Number(onValue), to),
        scalar(emit, Number(offValue), to),
      ],
      { axis: int(-1), T: type(to), TI: type(indices.dtype) },
      { shape: [...indices.shape, Number(depth)], dtype: to },
    );
  },
  Fill: (emit, _inputs, { shape: wanted, value, dtype }) => {
    if (typeof value === "string")
      return emit.refuse("the function makes a tensor of strings, which no graph here carries");
    const to = String(dtype ?? "float32") as "float32";
    return emit.op(
      "Fill",
      [ints(emit, wanted as number[]), scalar(emit, Number(value), to)],
      { T: type(to), index_type: type("int32") },
      { shape: wanted as number[], dtype: to },
    );
  },
  Range: (emit, _inputs, { start, stop, step, dtype }) => {
    const [from, to] = [Number(start), Number(stop)];
    const of = String(dtype ?? "float32") as "float32";
    const given = Number(step);
    if (from === to || (from < to && given < 0) || (to < from && given > 1)) {
      return emit.constant(of === "float32" ? new Float32Array() : new Int32Array(), [0], of);
    }
    const by = to < from && given === 1 ? -1 : given;
    return emit.op(
      "Range",
      [scalar(emit, from, of), scalar(emit, to, of), scalar(emit, by, of)],
      { Tidx: type(of) },
      { shape: [Math.ceil((to - from) / by)], dtype: of },
    );
  },
  LinSpace: (emit, _inputs, { start, stop, num }) =>
    emit.op(
      "LinSpace",
      [scalar(emit, Number(start)), scalar(emit, Number(stop)), scalar(emit, Number(num), "int32")],
      { T: type("float32"), Tidx: type("int32") },
      { shape: [Number(num)], dtype: "float32" },
    ),
};

function padded({ shape: lengths }: Info, sides: readonly (readonly [number, number])[]): number[] {
  return lengths.map((length, i) => {
    const [before, after] = sides[i] ?? [0, 0];
    return length + before + after;
  });
}
