/** Rows put, or added up, at indices. */
import { fixedShape, sizeOf } from "../dims.js";
import type { Operation, OperationContext } from "../operation.js";

/** From this operator set on ONNX's ScatterND can add what meets at one index. */
const ADDING = 16;

export const tensorScatterUpdate: Operation = {
  tensorflow: ["TensorScatterUpdate"],
  onnx: ["ScatterND"],
  write(context) {
    const inputs = [context.input(0), context.cast(context.input(1), "int64"), context.input(2)];
    return context.emit("ScatterND", inputs, { shape: context.output().shape });
  },
};

export const sparseToDense: Operation = {
  tensorflow: ["SparseToDense"],
  onnx: ["ScatterND", "Expand"],
  write(context) {
    const { shape } = context.output();
    const [indices, values, otherwise] = [context.input(0), context.input(2), context.input(3)];
    const places = context.shapeOf(indices);
    const table =
      places.length === 2 ? indices : context.reshape(indices, places.length === 1 ? [places[0] ?? 1, 1] : [1, 1]);
    const count = context.shapeOf(table)[0] ?? 1;
    return context.emit(
      "ScatterND",
      [context.expand(otherwise, shape), context.cast(table, "int64"), context.expand(values, [count])],
      { shape },
    );
  },
};

/** What meets at one index is added up, which ONNX can do from operator set 16 on; before, as a product of matrices. */
export const scatterNd: Operation = {
  tensorflow: ["ScatterNd"],
  onnx: ["ScatterND", "Expand", "MatMul"],
  write(context) {
    const [indices, updates] = [context.input(0), context.input(1)];
    const { type, shape } = context.output();
    const zeros = context.expand(context.scalar(type, 0), shape);
    if (context.opset >= ADDING) {
      const inputs = [zeros, context.cast(indices, "int64"), updates];
      return context.emit("ScatterND", inputs, { attributes: { reduction: "add" }, shape });
    }
    const places = context.shapeOf(indices);
    const depth = context.fixed(places[places.length - 1], "the length of an index");
    const lengths = fixedShape(shape.slice(0, depth));
    if (lengths === undefined) throw context.refuse("it scatters along the batch");
    const weights = context.constant({
      type: "int32",
      dims: [depth],
      values: Int32Array.from(lengths, (_, axis) => sizeOf(lengths.slice(axis + 1))),
    });
    const rows = context.reduce("ReduceSum", context.emit("Mul", [indices, weights]), [places.length - 1], false);
    const count = fixedShape(places.slice(0, -1));
    const rest = fixedShape(shape.slice(depth));
    if (count === undefined || rest === undefined) throw context.refuse("it scatters along the batch");
    const flat = context.reshape(rows, [sizeOf(count)]);
    const table = context.reshape(updates, [sizeOf(count), sizeOf(rest)]);
    return context.reshape(sumAt(context, flat, table, sizeOf(lengths)), shape);
  },
};

export const unsortedSegmentSum: Operation = {
  tensorflow: ["UnsortedSegmentSum"],
  onnx: ["MatMul", "Equal", "Cast", "Reshape"],
  write(context) {
    const [data, ids] = [context.input(0), context.input(1)];
    const { shape } = context.output();
    const places = fixedShape(context.shapeOf(ids));
    if (places === undefined) throw context.refuse("its segments follow the batch");
    const count = sizeOf(places);
    const rest = context.shapeOf(data).slice(places.length);
    const open = rest.findIndex((dim) => typeof dim !== "number");
    const inner = rest.filter((dim) => typeof dim === "number") as number[];
    const width = open < 0 ? sizeOf(inner) : { ...(rest[open] as { scale: number; offset: number }) };
    const columns =
      typeof width === "number" ? width : { scale: width.scale * sizeOf(inner), offset: width.offset * sizeOf(inner) };
    const table = context.reshape(data, [count, columns]);
    return context.reshape(sumAt(context, context.reshape(ids, [count]), table, context.number(2, "segments")), shape);
  },
};

/** How often each number occurs, or the sum of its weights. */
export const bincount: Operation = {
  tensorflow: ["Bincount"],
  onnx: ["Unsqueeze", "Equal", "Cast", "Mul", "ReduceSum"],
  write(context) {
    const { type } = context.output();
    const size = context.number(1, "numbers of bins");
    const weights = context.input(2);
    const hits = context.cast(hitsAt(context, context.input(0), size), type);
    const counted = context.shapeOf(weights).includes(0) ? hits : context.emit("Mul", [hits, weights]);
    return context.reduce("ReduceSum", counted, [1], false);
  },
};

/** [places, count]: whether an index is this place. */
function hitsAt(context: OperationContext, indices: string, places: number): string {
  const all = context.constant({
    type: context.typeOf(indices).type,
    dims: [places, 1],
    values: Int32Array.from({ length: places }, (_, i) => i),
  });
  const shape = [places, context.shapeOf(indices)[0] ?? 1];
  return context.emit("Equal", [all, context.unsqueeze(indices, [0])], { type: "bool", shape });
}

/** The rows of a table added up by their indices; a negative index is no place. */
function sumAt(context: OperationContext, indices: string, table: string, places: number): string {
  const { type, shape } = context.typeOf(table);
  const hits = context.cast(hitsAt(context, indices, places), type);
  return context.emit("MatMul", [hits, table], { shape: [places, shape[1] ?? 1] });
}
