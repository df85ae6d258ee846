import { type Emit, int, type Kernel, type Kernels, like, need, text, type } from "../emit.js";

const padded = (emit: Emit, padding: string): string =>
  padding === "SAME" || padding === "VALID"
    ? padding
    : emit.refuse("a pooling has paddings that are neither 'same' nor 'valid'");

const pool2d =
  (op: string): Kernel =>
  (emit, inputs, { filterSize, strides, pad, dimRoundingMode }) => {
    const x = need(inputs, "x");
    const info = emit.tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize as number,
      strides as number,
      1,
      pad as "same",
      dimRoundingMode as "floor",
    );
    return emit.op(
      op,
      [x],
      {
        T: type(x.dtype),
        ksize: int([1, info.filterHeight, info.filterWidth, 1]),
        strides: int([1, info.strideHeight, info.strideWidth, 1]),
        padding: text(padded(emit, info.padInfo.type)),
        data_format: text(info.dataFormat === "channelsLast" ? "NHWC" : "NCHW"),
      },
      { ...like(x), shape: info.outShape },
    );
  };

const pool3d =
  (op: string): Kernel =>
  (emit, inputs, { filterSize, strides, pad, dimRoundingMode, dataFormat }) => {
    const x = need(inputs, "x");
    const info = emit.tf.backend_util.computePool3DInfo(
      x.shape as [number, number, number, number, number],
      filterSize as number,
      strides as number,
      1,
      pad as "same",
      dimRoundingMode as "floor",
      dataFormat as "NDHWC",
    );
    return emit.op(
      op,
      [x],
      {
        T: type(x.dtype),
        ksize: int([1, info.filterDepth, info.filterHeight, info.filterWidth, 1]),
        strides: int([1, info.strideDepth, info.strideHeight, info.strideWidth, 1]),
        padding: text(padded(emit, info.padInfo.type)),
        data_format: text(info.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW"),
      },
      { ...like(x), shape: info.outShape },
    );
  };

/** Largest values and means of windows. */
export const pooling: Kernels = {
  AvgPool: pool2d("AvgPool"),
  MaxPool: pool2d("MaxPool"),
  AvgPool3D: pool3d("AvgPool3D"),
  MaxPool3D: pool3d("MaxPool3D"),
};
