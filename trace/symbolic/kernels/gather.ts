import { bool, int, ints, type Kernels, like, need, scalar, type } from "../emit.js";

/** Values picked by their place, and put in places. */
export const gather: Kernels = {
  GatherV2: (emit, inputs, { axis, batchDims }) => {
    const [x, indices] = [need(inputs, "x"), need(inputs, "indices")];
    const along = emit.tf.util.parseAxisParam(axis as number, x.shape)[0] ?? 0;
    const batch = Number(batchDims ?? 0);
    const to = [...x.shape.slice(0, along), ...indices.shape.slice(batch), ...x.shape.slice(along + 1)];
    return emit.op(
      "GatherV2",
      [x, indices, scalar(emit, Number(axis), "int32")],
      { batch_dims: int(batch), Tparams: type(x.dtype), Tindices: type(indices.dtype), Taxis: type("int32") },
      { ...like(x), shape: to },
    );
  },
  GatherNd: (emit, inputs) => {
    const [params, indices] = [need(inputs, "params"), need(inputs, "indices")];
    const depth = indices.shape[indices.shape.length - 1] ?? 0;
    return emit.op(
      "GatherNd",
      [params, indices],
      { Tparams: type(params.dtype), Tindices: type("int32") },
      { ...like(params), shape: [...indices.shape.slice(0, -1), ...params.shape.slice(depth)] },
    );
  },
  ScatterNd: (emit, inputs, { shape }) => {
    const [indices, updates] = [need(inputs, "indices"), need(inputs, "updates")];
    const to = shape as number[];
    return emit.op(
      "ScatterNd",
      [indices, updates, ints(emit, to)],
      { T: type(updates.dtype), Tindices: type("int32") },
      { ...like(updates), shape: to },
    );
  },
  TensorScatterUpdate: (emit, inputs) => {
    const [tensor, indices, updates] = [need(inputs, "tensor"), need(inputs, "indices"), need(inputs, "updates")];
    return emit.op(
      "TensorScatterUpdate",
      [tensor, indices, updates],
      { T: type(updates.dtype), Tindices: type("int32") },
      like(tensor),
    );
  },
  SparseToDense: (emit, inputs, { outputShape }) => {
    const [indices, values] = [need(inputs, "sparseIndices"), need(inputs, "sparseValues")];
    const to = outputShape as number[];
    return emit.op(
      "SparseToDense",
      [indices, ints(emit, to), values, need(inputs, "defaultValue")],
      { validate_indices: bool(true), T: type(values.dtype), Tindices: type(indices.dtype) },
      { ...like(values), shape: to },
    );
  },
};
