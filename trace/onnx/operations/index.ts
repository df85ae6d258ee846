/** All operations that are written. A file that is not listed here is found by a test, and so is one without cases. */
import type { Operation, Refusal } from "../operation.js";
import { clip, elu, eluGrad, leakyRelu, relu, relu6, selu, softmax } from "./activation.js";
import { arg, topK } from "./arg.js";
import { addN, arithmetic } from "./arithmetic.js";
import { atan2 } from "./atan2.js";
import { batchNorm } from "./batch-norm.js";
import { batchToSpace, depthToSpace, spaceToBatch } from "./blocks.js";
import { cast } from "./cast.js";
import { comparison } from "./comparison.js";
import { complex, complexAbs, fft, partOfComplex } from "./complex.js";
import { concat, pack } from "./concat.js";
import { convolution, depthwiseConvolution } from "./convolution.js";
import { cropAndResize } from "./crop-and-resize.js";
import { cumprod, cumsum } from "./cumulative.js";
import { diag } from "./diag.js";
import { dilation2d } from "./dilation.js";
import { divNoNan, floorDiv, floorMod } from "./division.js";
import { einsum } from "./einsum.js";
import { expm1 } from "./expm1.js";
import { fill, fillLike } from "./fill.js";
import { gather, gatherNd } from "./gather.js";
import { identity } from "./identity.js";
import { log1p } from "./log1p.js";
import { classification, logic } from "./logic.js";
import { localResponseNormalisation } from "./lrn.js";
import { biasAdd, matMul } from "./matmul.js";
import { oneHot } from "./one-hot.js";
import { mirrorPad, pad } from "./pad.js";
import { pooling } from "./pooling.js";
import { rsqrt, square, squaredDifference } from "./powers.js";
import { linSpace, range } from "./range.js";
import { gru, lstm } from "./recurrent.js";
import { allAny, reduction } from "./reduction.js";
import { refusals } from "./refusals.js";
import { reshape } from "./reshape.js";
import { resizeBilinear, resizeNearest } from "./resize.js";
import { reverse } from "./reverse.js";
import { bincount, scatterNd, sparseToDense, tensorScatterUpdate, unsortedSegmentSum } from "./scatter.js";
import { select } from "./select.js";
import { broadcastArgs, shape } from "./shape.js";
import { slice } from "./slice.js";
import { split, unpack } from "./split.js";
import { stridedSlice } from "./strided-slice.js";
import { tile } from "./tile.js";
import { transpose } from "./transpose.js";
import { transposedConvolution } from "./transposed-convolution.js";
import { unary } from "./unary.js";

/** Every operation, family by family. */
export const operations: readonly Operation[] = [
  addN,
  allAny,
  arg,
  arithmetic,
  atan2,
  batchNorm,
  batchToSpace,
  biasAdd,
  bincount,
  broadcastArgs,
  cast,
  classification,
  clip,
  comparison,
  complex,
  complexAbs,
  concat,
  convolution,
  cropAndResize,
  cumprod,
  cumsum,
  depthToSpace,
  depthwiseConvolution,
  diag,
  dilation2d,
  divNoNan,
  einsum,
  elu,
  eluGrad,
  expm1,
  fft,
  fill,
  fillLike,
  floorDiv,
  floorMod,
  gather,
  gatherNd,
  gru,
  identity,
  leakyRelu,
  linSpace,
  localResponseNormalisation,
  log1p,
  logic,
  lstm,
  matMul,
  mirrorPad,
  oneHot,
  pack,
  pad,
  partOfComplex,
  pooling,
  range,
  reduction,
  relu,
  relu6,
  reshape,
  resizeBilinear,
  resizeNearest,
  reverse,
  rsqrt,
  scatterNd,
  select,
  selu,
  shape,
  slice,
  softmax,
  spaceToBatch,
  sparseToDense,
  split,
  square,
  squaredDifference,
  stridedSlice,
  tensorScatterUpdate,
  tile,
  topK,
  transpose,
  transposedConvolution,
  unary,
  unpack,
  unsortedSegmentSum,
];

const byName = new Map(
  operations.flatMap((operation) =>
    [...operation.tensorflow, ...(operation.elsewhere ?? [])].map((name) => [name, operation] as const),
  ),
);
const refused = new Map(refusals.flatMap((refusal) => refusal.tensorflow.map((name) => [name, refusal] as const)));

/** How an operation of TensorFlow is written, or undefined. */
export function operationNamed(name: string): Operation | undefined {
  return byName.get(name);
}

/** Why an operation of TensorFlow is not written, where that is known. */
export function refusalOf(name: string): Refusal | undefined {
  return refused.get(name);
}
