/** Functions of tfjs-core as networks and pre-processing use them, one each. */

import type { Tensor } from "@tensorflow/tfjs-node";
import type { InputSpec } from "../../trace/batch.js";
import type { TF } from "../../trace/tensorflow.js";
import type { ParityCase } from "./parity.js";

type Apply = (tf: TF, x: Tensor, y: Tensor) => Tensor;
type More = Partial<Omit<ParityCase, "name" | "make">> & {
  readonly shape?: InputSpec["shape"];
  readonly dtype?: InputSpec["dtype"];
};

function op(
  name: string,
  apply: Apply,
  { shape = ["batch", 4, 6], dtype = "float32", ...more }: More = {},
): ParityCase {
  return {
    name,
    make: (tf) => ({
      inputs: [
        { name: "x", dtype, shape },
        { name: "y", dtype, shape },
      ],
      constants: {},
      fn: ({ x, y }) => {
        if (x === undefined || y === undefined) throw new Error("no inputs");
        return { result: apply(tf, x, y) };
      },
    }),
    ...more,
  };
}

const picture: More = { shape: ["batch", 6, 6, 3] };
const indices: More = { shape: ["batch", 5], dtype: "int32", below: 4 };

export const operationCases: readonly ParityCase[] = [
  op("abs", (tf, x) => tf.abs(x)),
  op("acos", (tf, x) => tf.acos(tf.tanh(x))),
  op("acosh", (tf, x) => tf.acosh(tf.add(tf.abs(x), 1))),
  op("asin", (tf, x) => tf.asin(tf.tanh(x))),
  op("asinh", (tf, x) => tf.asinh(x)),
  op("atan", (tf, x) => tf.atan(x)),
  op("atan2", (tf, x, y) => tf.atan2(x, y)),
  op("atanh", (tf, x) => tf.atanh(tf.mul(tf.tanh(x), 0.9))),
  op("ceil", (tf, x) => tf.ceil(x)),
  op("clipByValue", (tf, x) => tf.clipByValue(x, -0.5, 0.5)),
  op("cos, cosh", (tf, x) => tf.add(tf.cos(x), tf.cosh(x))),
  op("erf", (tf, x) => tf.erf(x)),
  op("exp", (tf, x) => tf.exp(x)),
  op("expm1", (tf, x) => tf.expm1(x), { refused: /cannot convert Expm1.*operation Expm1/s }),
  op("floor", (tf, x) => tf.floor(x)),
  op("log", (tf, x) => tf.log(tf.add(tf.abs(x), 0.1))),
  op("log1p", (tf, x) => tf.log1p(tf.abs(x)), { refused: /cannot convert Log1p.*operation Log1p/s }),
  op("logSigmoid", (tf, x) => tf.logSigmoid(x)),
  op("logSoftmax", (tf, x) => tf.logSoftmax(x)),
  op("logSumExp", (tf, x) => tf.logSumExp(x, -1)),
  op("neg, reciprocal", (tf, x) => tf.reciprocal(tf.sub(tf.neg(tf.abs(x)), 1))),
  op("round", (tf, x) => tf.round(x)),
  op("rsqrt, sqrt", (tf, x) => tf.add(tf.rsqrt(tf.add(tf.abs(x), 1)), tf.sqrt(tf.abs(x)))),
  op("sign", (tf, x) => tf.sign(x)),
  op("sin, sinh, tan", (tf, x) => tf.add(tf.add(tf.sin(x), tf.sinh(x)), tf.tan(tf.tanh(x)))),
  op("softplus", (tf, x) => tf.softplus(x)),
  op("step", (tf, x) => tf.step(x, 0.3)),
  op("isNaN, isInf, isFinite", (tf, x) =>
    tf.where(tf.logicalOr(tf.isNaN(x), tf.isInf(x)), tf.zerosLike(x), tf.where(tf.isFinite(x), x, tf.onesLike(x))),
  ),
  op("nan in constants", (tf, x) => tf.where(tf.isNaN(tf.mul(x, Number.POSITIVE_INFINITY)), x, tf.neg(x))),

  op("div", (tf, x, y) => tf.div(x, tf.add(tf.abs(y), 1))),
  op("divNoNan", (tf, x, y) => tf.divNoNan(x, y)),
  op("floorDiv", (tf, x, y) => tf.floorDiv(x, tf.add(y, tf.scalar(1, "int32"))), indices),
  op("mod", (tf, x, y) => tf.mod(x, tf.add(tf.abs(y), 1))),
  op("pow", (tf, x, y) => tf.pow(tf.add(tf.abs(x), 0.5), y)),
  op("squaredDifference", (tf, x, y) => tf.squaredDifference(x, y)),
  op("maximum, minimum", (tf, x, y) => tf.add(tf.maximum(x, y), tf.minimum(x, y))),
  op("addN", (tf, x, y) => tf.addN([x, y, x])),
  op("comparisons", (tf, x, y) =>
    tf.addN(
      [
        tf.less(x, y),
        tf.lessEqual(x, y),
        tf.greater(x, y),
        tf.greaterEqual(x, y),
        tf.equal(x, y),
        tf.notEqual(x, y),
      ].map((truth) => tf.cast(truth, "float32")),
    ),
  ),
  op("logic", (tf, x, y) => tf.cast(tf.logicalXor(tf.greater(x, 0), tf.logicalNot(tf.greater(y, 0))), "float32")),
  op("prelu", (tf, x, y) => tf.prelu(x, y)),

  op("argMax", (tf, x) => tf.argMax(x, -1)),
  op("argMin", (tf, x) => tf.argMin(x, 1)),
  op("all, any", (tf, x) => tf.cast(tf.logicalAnd(tf.any(tf.greater(x, 1), 1), tf.all(tf.less(x, 2), 1)), "float32")),
  op("cumsum", (tf, x) => tf.cumsum(x, 1)),
  op("cumsum exclusive, reversed", (tf, x) => tf.cumsum(x, 1, true, true)),
  op("cumprod", (tf, x) => tf.cumprod(x, 2)),
  op("max, min, mean, sum, prod", (tf, x) =>
    tf.addN([tf.max(x, -1), tf.min(x, -1), tf.mean(x, -1), tf.sum(x, -1), tf.prod(x, -1)]),
  ),
  op("mean of everything in an example", (tf, x) => tf.mean(x, [1, 2], true)),
  op("moments", (tf, x) => tf.moments(x, [1]).variance),
  op("norm", (tf, x) => tf.norm(x, "euclidean", -1)),
  op("topk", (tf, x) => tf.topk(x, 2).values),
  op("topk indices", (tf, x) => tf.topk(x, 2).indices),

  op("matMul", (tf, x, y) => tf.matMul(x, y, false, true)),
  op("matMul of vectors and a constant", (tf, x) => tf.matMul(x as never, tf.ones([4, 2])), { shape: ["batch", 4] }),
  op("einsum", (tf, x, y) => tf.einsum("bij,bkj->bik", x, y)),
  op("outer product", (tf, x, y) => tf.mul(tf.expandDims(x, 2), tf.expandDims(y, 1)), { shape: ["batch", 4] }),

  op("concat along the batch", (tf, x, y) => tf.concat([x, y], 0)),
  op("stack, unstack", (tf, x, y) => tf.stack(tf.unstack(x, 1).concat(tf.unstack(y, 1)), 2)),
  op("split", (tf, x) => tf.concat(tf.split(x, 3, 2).reverse(), 2)),
  op("slice", (tf, x) => tf.slice(x, [0, 1, 2], [-1, 2, 3])),
  op("slice of the rest of the batch", (tf, x) => tf.slice(x, [0, 1], [x.shape[0] ?? 0, 2])),
  op("stridedSlice", (tf, x) => tf.stridedSlice(x, [0, 0, 1], [x.shape[0] ?? 0, 4, 6], [1, 2, 2])),
  op("reverse", (tf, x) => tf.reverse(x, 1)),
  op("tile", (tf, x) => tf.tile(x, [1, 2, 3])),
  op("tile to the batch", (tf, x) => tf.add(tf.tile(tf.range(0, 6), [(x.shape[0] ?? 0) * 4]).reshape(x.shape), x)),
  op("broadcastTo", (tf, x) => tf.broadcastTo(tf.sum(x, 1, true), x.shape)),
  op("transpose", (tf, x) => tf.transpose(x, [2, 0, 1])),
  op("expandDims, squeeze", (tf, x) => tf.squeeze(tf.expandDims(x, 1), [1])),
  op("flatten with the batch", (tf, x) => tf.reshape(x, [-1, 3])),
  op("pad", (tf, x) =>
    tf.pad(
      x,
      [
        [0, 0],
        [1, 2],
        [0, 1],
      ],
      0.5,
    ),
  ),
  op("mirrorPad", (tf, x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 2],
        [2, 0],
      ],
      "reflect",
    ),
  ),
  op("range of a fixed length", (tf, x) => tf.add(x, tf.range(0, 6))),
  op("linspace", (tf, x) => tf.add(x, tf.linspace(0, 1, 6)), { refused: /cannot convert LinSpace/ }),
  op("eye", (tf, x) => tf.matMul(x, tf.eye(6, 6, [x.shape[0] ?? 0]) as never)),
  op("diag", (tf, x) => tf.add(x, tf.matMul(tf.ones([4, 6]), tf.diag(tf.ones([6])) as never)), {
    refused: /cannot convert Diag/,
  }),

  op("gather", (tf, x) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32"), 1)),
  op("gather by values", (tf, x) => tf.gather(tf.tensor2d([[1], [2], [3], [4]]), x), indices),
  op("gatherND", (tf, x) =>
    tf
      .gatherND(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor2d([[0, 1]], [1, 2], "int32"),
      )
      .add(x),
  ),
  op("oneHot of a vector", (tf, x) => tf.oneHot(tf.slice(x, [0, 0], [-1, 1]).flatten() as never, 4), indices),
  op("oneHot of a matrix", (tf, x) => tf.oneHot(x, 4), indices),
  op("where", (tf, x, y) => tf.where(tf.greater(x, 0), x, y)),
  op("where of rows", (tf, x, y) => tf.where(tf.greater(tf.sum(x, [1, 2], true), 0), x, y)),
  op("cast and back", (tf, x) => tf.cast(tf.cast(x, "int32"), "float32")),
  op("unsortedSegmentSum", (tf, x) =>
    tf.unsortedSegmentSum(tf.transpose(x, [1, 0, 2]), tf.tensor1d([0, 1, 0, 1], "int32"), 2),
  ),
  op(
    "bincount by hand",
    (tf, x) => tf.sum(tf.cast(tf.equal(tf.expandDims(x, 2), tf.range(0, 4, 1, "int32")), "float32"), 1),
    indices,
  ),

  op("conv2d", (tf, x) => tf.conv2d(x as never, tf.ones([3, 3, 3, 2]), 1, "same"), picture),
  op(
    "conv2d with paddings",
    (tf, x) =>
      tf.conv2d(x as never, tf.ones([3, 3, 3, 2]), 2, [
        [0, 0],
        [0, 1],
        [1, 2],
        [0, 0],
      ]),
    picture,
  ),
  op(
    "conv2dTranspose",
    (tf, x) => tf.conv2dTranspose(x as never, tf.ones([3, 3, 2, 3]), [x.shape[0] ?? 0, 12, 12, 2], 2, "same"),
    picture,
  ),
  op("depthwiseConv2d", (tf, x) => tf.depthwiseConv2d(x as never, tf.ones([3, 3, 3, 2]), 1, "valid"), picture),
  op("dilation2d", (tf, x) => tf.dilation2d(x as never, tf.zeros([2, 2, 3]), 1, "same"), {
    ...picture,
    refused: /Dilation2D/,
  }),
  op(
    "maxPool, avgPool",
    (tf, x) => tf.add(tf.maxPool(x as never, 2, 2, "valid"), tf.avgPool(x as never, 2, 2, "valid")),
    picture,
  ),
  op("localResponseNormalization", (tf, x) => tf.localResponseNormalization(x as never, 2), {
    ...picture,
    refused: /cannot convert LRN/,
  }),
  op("depthToSpace", (tf, x) => tf.depthToSpace(x as never, 2), { shape: ["batch", 3, 3, 8] }),
  op(
    "batchToSpaceND",
    (tf, x) =>
      tf.spaceToBatchND(
        tf.pad(x, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    picture,
  ),
  op("resizeBilinear", (tf, x) => tf.image.resizeBilinear(x as never, [9, 4]), picture),
  op("resizeBilinear aligned", (tf, x) => tf.image.resizeBilinear(x as never, [9, 4], true), picture),
  op("resizeBilinear half pixel", (tf, x) => tf.image.resizeBilinear(x as never, [9, 4], false, true), picture),
  op("resizeNearestNeighbor", (tf, x) => tf.image.resizeNearestNeighbor(x as never, [12, 9]), picture),
  op(
    "resizeNearestNeighbor half pixel",
    (tf, x) => tf.image.resizeNearestNeighbor(x as never, [12, 9], false, true),
    picture,
  ),
  op("flipLeftRight", (tf, x) => tf.image.flipLeftRight(x as never), picture),
  op("rgbToGrayscale", (tf, x) => tf.image.rgbToGrayscale(x as never), picture),
  op("batchNorm", (tf, x) => tf.batchNorm(x, tf.zeros([3]), tf.ones([3]), tf.zeros([3]), tf.ones([3])), picture),
  op("fft", (tf, x) => tf.real(tf.spectral.fft(tf.complex(x, x))), { refused: /cannot convert/ }),
  op("int32 in, bool through", (tf, x, y) => tf.cast(tf.logicalAnd(tf.greater(x, 1), tf.less(y, 3)), "int32"), indices),
  op("bool in", (tf, x, y) => tf.cast(tf.logicalOr(x, y), "float32"), { dtype: "bool" }),
  op("an input handed through", (_, x) => x),
  op("a constant of the batch", (tf, x) => tf.add(tf.fill([x.shape[0] ?? 0, 3], 2.5), tf.zeros([x.shape[0] ?? 0, 3]))),
];
