/** Convolutions that tfjs lacks: https://keras.io/api/layers/convolution_layers/ */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Tfjs } from "../../../../trace/tfjs.js";
import { fixed, type LayerCall, type LayerDefinition, type Options, perAxis, type Shape } from "../define-layer.js";

interface Geometry {
  readonly kernel: number[];
  readonly strides: number[];
  readonly dilation: number[];
  readonly padding: string;
}

function geometry(options: Options, axes: number): Geometry {
  return {
    kernel: perAxis(options.kernelSize, axes),
    strides: perAxis(options.strides ?? 1, axes),
    dilation: perAxis(options.dilationRate ?? 1, axes),
    padding: String(options.padding ?? "valid"),
  };
}

function lengthAfter(
  length: number | null | undefined,
  axis: number,
  { kernel, strides, dilation, padding }: Geometry,
): number | null {
  if (length === null || length === undefined) return null;
  const reach = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1);
  return Math.ceil((padding === "valid" ? length - reach : length) / (strides[axis] ?? 1));
}

function biased({ tf, options, weight, has, activate }: LayerCall, x: Tensor): Tensor {
  return activate(has("bias") && options.useBias !== false ? tf.add(x, weight("bias")) : x);
}

const bias = (options: Options, length: number): Record<string, number[]> =>
  options.useBias === false ? {} : { bias: [length] };

/** A series as a picture of height 1. */
const flat = (tf: Tfjs, x: Tensor): Tensor4D => tf.expandDims(x, 1);

/** What a causal convolution sees: the past only. */
function causal(tf: Tfjs, x: Tensor, { kernel, dilation }: Geometry): Tensor {
  return tf.pad(x, [
    [0, 0],
    [((kernel[0] ?? 1) - 1) * (dilation[0] ?? 1), 0],
    [0, 0],
  ]);
}

function grouped(
  tf: Tfjs,
  x: Tensor4D,
  kernel: Tensor4D,
  groups: number,
  { strides, dilation, padding }: Geometry,
): Tensor {
  const run = (part: Tensor4D, filter: Tensor4D): Tensor4D =>
    tf.conv2d(part, filter, strides as [number, number], padding as "same", "NHWC", dilation as [number, number]);
  if (groups === 1) return run(x, kernel);
  const filters = tf.split(kernel, groups, 3);
  const parts: Tensor4D[] = tf.split(x, groups, 3);
  return tf.concat(
    parts.map((part, i) => {
      const filter = filters[i];
      if (filter === undefined) throw new Error("a group without a filter");
      return run(part as Tensor4D, filter as Tensor4D);
    }),
    3,
  );
}

function withHeight(size: Geometry): Geometry {
  return { ...size, strides: [1, ...size.strides], dilation: [1, ...size.dilation], kernel: [1, ...size.kernel] };
}

const seriesShape = ([shape = []]: readonly Shape[], options: Options, channels: number): Shape => [
  shape[0] ?? null,
  lengthAfter(shape[1], 0, geometry(options, 1)),
  channels,
];

function depthwise1d(layer: LayerCall, x: Tensor, kernel: Tensor): Tensor {
  const { tf, options } = layer;
  const size = geometry(options, 1);
  const given = size.padding === "causal" ? causal(tf, x, size) : x;
  const padding = size.padding === "same" ? "same" : "valid";
  const [stride = 1] = size.strides;
  const [dilation = 1] = size.dilation;
  // TensorFlow's depthwise convolution takes equal strides only.
  const result = tf.depthwiseConv2d(flat(tf, given), tf.expandDims(kernel, 0), [stride, stride], padding, "NHWC", [
    1,
    dilation,
  ]);
  return tf.squeeze(result, [1]);
}

/** See the head of the file. */
export const convolutionLayers: readonly LayerDefinition[] = [
  {
    className: "Conv1D",
    weights: ([shape], options) => ({
      kernel: [...geometry(options, 1).kernel, fixed(shape, -1) / Number(options.groups ?? 1), Number(options.filters)],
      ...bias(options, Number(options.filters)),
    }),
    outputShape: (shapes, options) => seriesShape(shapes, options, Number(options.filters)),
    call: (layer, x) => {
      const { tf, options, weight } = layer;
      const size = geometry(options, 1);
      const given = size.padding === "causal" ? causal(tf, x as Tensor, size) : (x as Tensor);
      const padding = size.padding === "same" ? "same" : "valid";
      const kernel: Tensor4D = tf.expandDims(weight("kernel"), 0);
      const result = grouped(tf, flat(tf, given), kernel, Number(options.groups ?? 1), {
        ...withHeight(size),
        padding,
      });
      return biased(layer, tf.squeeze(result, [1]));
    },
  },
  {
    className: "Conv2D",
    weights: ([shape], options) => ({
      kernel: [...geometry(options, 2).kernel, fixed(shape, -1) / Number(options.groups ?? 1), Number(options.filters)],
      ...bias(options, Number(options.filters)),
    }),
    outputShape: ([shape = []], options) => [
      shape[0] ?? null,
      lengthAfter(shape[1], 0, geometry(options, 2)),
      lengthAfter(shape[2], 1, geometry(options, 2)),
      Number(options.filters),
    ],
    call: (layer, x) => {
      const { tf, options, weight } = layer;
      const kernel = weight("kernel") as Tensor4D;
      return biased(layer, grouped(tf, x as Tensor4D, kernel, Number(options.groups ?? 1), geometry(options, 2)));
    },
  },
  {
    className: "DepthwiseConv1D",
    weights: ([shape], options) => {
      const times = Number(options.depthMultiplier ?? 1);
      const channels = fixed(shape, -1);
      return { kernel: [...geometry(options, 1).kernel, channels, times], ...bias(options, channels * times) };
    },
    outputShape: (shapes, options) =>
      seriesShape(shapes, options, fixed(shapes[0], -1) * Number(options.depthMultiplier ?? 1)),
    call: (layer, x) => biased(layer, depthwise1d(layer, x as Tensor, layer.weight("kernel"))),
  },
  {
    className: "SeparableConv1D",
    weights: ([shape], options) => {
      const times = Number(options.depthMultiplier ?? 1);
      const channels = fixed(shape, -1);
      return {
        depthwise_kernel: [...geometry(options, 1).kernel, channels, times],
        pointwise_kernel: [1, channels * times, Number(options.filters)],
        ...bias(options, Number(options.filters)),
      };
    },
    outputShape: (shapes, options) => seriesShape(shapes, options, Number(options.filters)),
    call: (layer, x) => {
      const { tf, weight } = layer;
      const spread = depthwise1d(layer, x as Tensor, weight("depthwise_kernel"));
      return biased(layer, tf.conv1d(spread as never, weight("pointwise_kernel") as never, 1, "valid"));
    },
  },
  {
    className: "Conv1DTranspose",
    weights: ([shape], options) => ({
      kernel: [...geometry(options, 1).kernel, Number(options.filters), fixed(shape, -1)],
      ...bias(options, Number(options.filters)),
    }),
    outputShape: ([shape = []], options) => [
      shape[0] ?? null,
      shape[1] === null || shape[1] === undefined ? null : transposedLength(shape[1], geometry(options, 1)),
      Number(options.filters),
    ],
    call: (layer, x) => {
      const { tf, options, weight } = layer;
      const size = geometry(options, 1);
      const [batch = 1, length = 1] = (x as Tensor).shape;
      const to: [number, number, number, number] = [batch, 1, transposedLength(length, size), Number(options.filters)];
      const kernel: Tensor4D = tf.expandDims(weight("kernel"), 0);
      const strides: [number, number] = [1, size.strides[0] ?? 1];
      const result = tf.conv2dTranspose(flat(tf, x as Tensor), kernel, to, strides, size.padding as "same");
      return biased(layer, tf.squeeze(result, [1]));
    },
  },
];

function transposedLength(length: number, { kernel, strides, padding }: Geometry): number {
  const [stride = 1] = strides;
  return padding === "same" ? length * stride : length * stride + Math.max((kernel[0] ?? 1) - stride, 0);
}
