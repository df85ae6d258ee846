import { bool, type Emit, int, type Kernels, like, list, need, text, type } from "../emit.js";
import type { Info } from "../known.js";
import { finish } from "./convolution.js";

function multiply(emit: Emit, a: Info, b: Info, transposeA: unknown, transposeB: unknown): Info {
  const [aRows = 1, aColumns = 1] = a.shape.slice(-2);
  const [bRows = 1, bColumns = 1] = b.shape.slice(-2);
  const batch = emit.tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const rows = transposeA === true ? aColumns : aRows;
  const columns = transposeB === true ? bRows : bColumns;
  return emit.op(
    "BatchMatMulV2",
    [a, b],
    { T: type(a.dtype), adj_x: bool(transposeA), adj_y: bool(transposeB) },
    { ...like(a), shape: [...batch, rows, columns] },
  );
}

function einsumShape(emit: Emit, equation: string, tensors: readonly Info[]): number[] {
  const { decodeEinsumEquation } = emit.tf.backend_util;
  const { allDims, summedDims, idDims } = decodeEinsumEquation(equation, tensors.length);
  const lengths: number[] = [];
  for (const [i, ids] of idDims.entries()) {
    for (const [axis, id] of ids.entries()) lengths[id] = tensors[i]?.shape[axis] ?? 1;
  }
  return allDims.flatMap((_, id) => (summedDims.includes(id) ? [] : [lengths[id] ?? 1]));
}

/** Products of matrices. */
export const matrix: Kernels = {
  BatchMatMul: (emit, inputs, { transposeA, transposeB }) =>
    multiply(emit, need(inputs, "a"), need(inputs, "b"), transposeA, transposeB),
  _FusedMatMul: (emit, inputs, given) => {
    const product = multiply(emit, need(inputs, "a"), need(inputs, "b"), given.transposeA, given.transposeB);
    return finish(emit, product, inputs, given);
  },
  Einsum: (emit, inputs, { equation }) => {
    const tensors = list(inputs);
    const [first] = tensors;
    if (first === undefined) throw new Error("Einsum of nothing");
    return emit.op(
      "Einsum",
      tensors,
      { N: int(tensors.length), equation: text(String(equation)), T: type(first.dtype) },
      { ...like(first), shape: einsumShape(emit, String(equation), tensors) },
    );
  },
};
