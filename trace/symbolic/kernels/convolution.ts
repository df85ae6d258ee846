import type { Attribute } from "../../graph.js";
import { type Attributes, type Emit, int, ints, type Kernels, like, need, text, type } from "../emit.js";
import type { Info } from "../known.js";
import { binary, leakyRelu, prelu, unary } from "./elementwise.js";

type Given = Readonly<Record<string, unknown>>;
type Info2d = ReturnType<Emit["tf"]["backend_util"]["computeConv2DInfo"]>;
type Shape4 = [number, number, number, number];
type Shape5 = [number, number, number, number, number];

function info2d(emit: Emit, x: readonly number[], filter: readonly number[], given: Given, depthwise: boolean): Info2d {
  const { backend_util } = emit.tf;
  const format = depthwise
    ? "channelsLast"
    : backend_util.convertConv2DDataFormat((given.dataFormat ?? "NHWC") as "NHWC");
  return backend_util.computeConv2DInfo(
    [...x] as Shape4,
    [...filter] as Shape4,
    given.strides as number,
    (given.dilations ?? 1) as number,
    given.pad as "same",
    given.dimRoundingMode as "floor",
    depthwise,
    format,
  );
}

/** Strides, paddings, layout and dilations, as TensorFlow's operations take them. */
function attributes2d(info: Info2d, dtype: string): Attributes {
  const { top, bottom, left, right } = info.padInfo;
  const padding = info.padInfo.type;
  const sides = [top, bottom, left, right];
  const listed = info.dataFormat === "channelsLast" ? [0, 0, ...sides, 0, 0] : [0, 0, 0, 0, ...sides];
  const explicit: Record<string, Attribute> = padding === "EXPLICIT" ? { explicit_paddings: int(listed) } : {};
  return {
    T: type(dtype),
    strides: int([1, info.strideHeight, info.strideWidth, 1]),
    padding: text(padding),
    data_format: text(info.dataFormat === "channelsLast" ? "NHWC" : "NCHW"),
    dilations: int([1, info.dilationHeight, info.dilationWidth, 1]),
    ...explicit,
  };
}

function checkPadding(emit: Emit, info: Info2d): void {
  if (info.padInfo.type === "NUMBER") emit.refuse("the paddings are neither 'same', 'valid' nor a list for each axis");
}

function conv2d(emit: Emit, x: Info, filter: Info, given: Given): Info {
  const info = info2d(emit, x.shape, filter.shape, given, false);
  checkPadding(emit, info);
  return emit.op("Conv2D", [x, filter], attributes2d(info, x.dtype), { ...like(x), shape: info.outShape });
}

function depthwise(emit: Emit, x: Info, filter: Info, given: Given): Info {
  const info = info2d(emit, x.shape, filter.shape, given, true);
  checkPadding(emit, info);
  const attributes = attributes2d(info, x.dtype);
  return emit.op("DepthwiseConv2dNative", [x, filter], attributes, { ...like(x), shape: info.outShape });
}

/** What a fused kernel does after its main operation: add a bias, apply an activation. */
export function finish(emit: Emit, x: Info, inputs: Readonly<Record<string, Info | undefined>>, given: Given): Info {
  const { bias, preluActivationWeights } = inputs;
  const result = bias === undefined || bias === null ? x : binary(emit, "Add", x, bias);
  switch (given.activation ?? "linear") {
    case "linear":
      return result;
    case "relu":
      return unary(emit, "Relu", result);
    case "relu6":
      return unary(emit, "Relu6", result);
    case "elu":
      return unary(emit, "Elu", result);
    case "sigmoid":
      return unary(emit, "Sigmoid", result);
    case "leakyrelu":
      return leakyRelu(emit, result, Number(given.leakyreluAlpha ?? 0.2));
    case "prelu":
      if (preluActivationWeights !== undefined) return prelu(emit, result, preluActivationWeights);
  }
  return emit.refuse(`the fused activation ${String(given.activation)} is not known`);
}

function info3d(emit: Emit, x: readonly number[], filter: readonly number[], given: Given) {
  const dilations = (given.dilations ?? 1) as number;
  return emit.tf.backend_util.computeConv3DInfo(
    [...x] as Shape5,
    [...filter] as Shape5,
    given.strides as number,
    dilations,
    given.pad as "same",
  );
}

function attributes3d(info: ReturnType<typeof info3d>, dtype: string): Attributes {
  return {
    T: type(dtype),
    strides: int([1, info.strideDepth, info.strideHeight, info.strideWidth, 1]),
    padding: text(info.padInfo.type),
    data_format: text(info.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW"),
    dilations: int([1, info.dilationDepth, info.dilationHeight, info.dilationWidth, 1]),
  };
}

/** Convolutions, forwards and transposed, alone and fused with what follows. */
export const convolution: Kernels = {
  Conv2D: (emit, inputs, given) => conv2d(emit, need(inputs, "x"), need(inputs, "filter"), given),
  FusedConv2D: (emit, inputs, given) =>
    finish(emit, conv2d(emit, need(inputs, "x"), need(inputs, "filter"), given), inputs, given),
  DepthwiseConv2dNative: (emit, inputs, given) => depthwise(emit, need(inputs, "x"), need(inputs, "filter"), given),
  FusedDepthwiseConv2D: (emit, inputs, given) =>
    finish(emit, depthwise(emit, need(inputs, "x"), need(inputs, "filter"), given), inputs, given),
  Conv2DBackpropInput: (emit, inputs, given) => {
    const [dy, filter] = [need(inputs, "dy"), need(inputs, "filter")];
    const shape = given.inputShape as number[];
    const info = info2d(emit, shape, filter.shape, { ...given, dilations: 1 }, false);
    if (info.padInfo.type !== "SAME" && info.padInfo.type !== "VALID") {
      return emit.refuse("a transposed convolution has paddings that are neither 'same' nor 'valid'");
    }
    const sizes = ints(emit, info.inShape);
    return emit.op("Conv2DBackpropInput", [sizes, filter, dy], attributes2d(info, "float32"), { ...like(dy), shape });
  },
  Conv3D: (emit, inputs, given) => {
    const [x, filter] = [need(inputs, "x"), need(inputs, "filter")];
    const info = info3d(emit, x.shape, filter.shape, given);
    return emit.op("Conv3D", [x, filter], attributes3d(info, x.dtype), { ...like(x), shape: info.outShape });
  },
  Conv3DBackpropInputV2: (emit, inputs, given) => {
    const [dy, filter] = [need(inputs, "dy"), need(inputs, "filter")];
    const shape = given.inputShape as number[];
    const info = info3d(emit, shape, filter.shape, { ...given, dilations: 1 });
    const attributes = { ...attributes3d(info, dy.dtype), Tshape: type("int32") };
    return emit.op("Conv3DBackpropInputV2", [ints(emit, shape), filter, dy], attributes, { ...like(dy), shape });
  },
  Dilation2D: (emit, inputs, { strides, pad, dilations }) => {
    const [x, filter] = [need(inputs, "x"), need(inputs, "filter")];
    const info = emit.tf.backend_util.computeDilation2DInfo(
      x.shape as Shape4,
      filter.shape as [number, number, number],
      strides as number,
      pad as "same",
      "NHWC",
      dilations as number,
    );
    return emit.op(
      "Dilation2D",
      [x, filter],
      {
        T: type(x.dtype),
        strides: int([1, info.strideHeight, info.strideWidth, 1]),
        rates: int([1, info.dilationHeight, info.dilationWidth, 1]),
        padding: text(info.padInfo.type),
      },
      { ...like(x), shape: info.outShape },
    );
  },
};
