/** Convolutions over series [time, channels], pictures [height, width, channels] and volumes [depth, height, width, channels]. */
import type { Tensor, Tensor4D, Tensor5D } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import { type Activation, activate, kernelStart } from "./activations.js";
import { type Builder, requireRank } from "./builder.js";
import { type KernelOptions, optionsOf } from "./dense.js";
import { dilated } from "./dilated.js";
import { type Node, nodeOf, type Value } from "./value.js";

/** Options of a convolution. */
export interface ConvolutionOptions extends KernelOptions {
  /** Steps between two positions; 1 when left out. */
  readonly stride?: number;
  /** `same` (the default) keeps the size, divided by the stride; `valid` takes whole windows only. */
  readonly padding?: "same" | "valid";
  /** Distance between the places that a kernel looks at; 1 when left out. */
  readonly dilation?: number;
}

const forms = {
  1: "[time, channels]",
  2: "[height, width, channels]",
  3: "[depth, height, width, channels]",
} as const;

/** The length of a dimension after a window has moved over it. */
export function movedOver(
  length: number,
  size: number,
  stride: number,
  padding: "same" | "valid",
  dilation = 1,
): number {
  if (padding === "same") return Math.ceil(length / stride);
  return Math.ceil((length - (size - 1) * dilation) / stride);
}

interface Plan {
  readonly layer: string;
  readonly node: Node;
  readonly stride: number;
  readonly padding: "same" | "valid";
  readonly dilation: number;
  readonly activation: Activation | undefined;
  readonly channels: number;
  /** The dimensions of the result before its channels. */
  readonly places: readonly number[];
  readonly options: KernelOptions;
}

function plan(
  build: Builder,
  kind: string,
  dimensions: 1 | 2 | 3,
  x: Value,
  size: number,
  given: Activation | ConvolutionOptions | undefined,
): Plan {
  const node = nodeOf(x, `nn.${kind}`);
  const options = optionsOf<ConvolutionOptions>(given) as ConvolutionOptions;
  const { stride = 1, padding = "same", dilation = 1, activation, name } = options;
  const layer = build.layer(kind, name);
  requireRank(layer, node, dimensions + 1, forms[dimensions]);
  for (const [what, value] of Object.entries({ size, stride, dilation })) {
    if (!Number.isInteger(value) || value < 1)
      throw new UsageError(`${layer}: ${what} is a whole number, got ${value}`);
  }
  if (stride > 1 && dilation > 1) throw new UsageError(`${layer}: either stride or dilation is 1`);
  const channels = node.shape.at(-1) ?? 1;
  const places = node.shape.slice(0, -1).map((length) => movedOver(length, size, stride, padding, dilation));
  return { layer, node, stride, padding, dilation, activation, channels, places, options };
}

type Pair = [number, number];

/** How a kernel moves over pictures; each pair is height and width. */
interface Movement {
  readonly size: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: "same" | "valid";
}

/** Over pictures, alike in both directions. */
function overPictures({ stride, dilation, padding }: Plan, size: number): Movement {
  return { size: [size, size], stride: [stride, stride], dilation: [dilation, dilation], padding };
}

/** Over series, as pictures of one row. */
function overSeries({ stride, dilation, padding }: Plan, size: number): Movement {
  return { size: [1, size], stride: [1, stride], dilation: [1, dilation], padding };
}

/** A convolution of pictures, as `tf.conv2d` and `tf.depthwiseConv2d` are. */
type Convolve = (input: Tensor4D, stride: Pair, padding: "same" | "valid", dilation: Pair) => Tensor4D;

/** Moves a kernel. In training a dilated one goes another way: tfjs has no gradient of it. */
function moved(
  { tf, training }: { readonly tf: TF; readonly training: boolean },
  input: Tensor4D,
  { size, stride, dilation, padding }: Movement,
  convolve: Convolve,
): Tensor4D {
  return training && Math.max(...dilation) > 1
    ? dilated(tf, input, size, dilation, padding, (parts) => convolve(parts, [1, 1], "valid", [1, 1]))
    : convolve(input, stride, padding, dilation);
}

/** Adds the bias, where there is one, and goes through the activation. */
function finish(
  build: Builder,
  { layer, options, activation }: Plan,
  width: number,
): { readonly uses: string[]; apply(tf: TF, weights: Readonly<Record<string, Tensor>>, product: Tensor): Tensor } {
  const bias =
    options.bias === false ? undefined : build.weight(layer, "bias", { shape: [width], initialiser: "zeros" });
  return {
    uses: bias === undefined ? [] : [bias],
    apply: (tf, weights, product) =>
      activate(tf, activation, bias === undefined ? product : tf.add(product, weights[bias] as Tensor)),
  };
}

/** The convolutions of `nn`. */
export function convolutionLayers(build: Builder) {
  const kernelOf = (
    { layer, options, activation }: Plan,
    part: string,
    shape: number[],
    fanIn: number,
    fanOut: number,
  ) => build.weight(layer, part, { shape, initialiser: options.kernel ?? kernelStart(activation), fanIn, fanOut });

  return {
    /** Over time: [time, channels] to [time, filters]. */
    conv1d(x: Value<2>, filters: number, size: number, options?: Activation | ConvolutionOptions): Value<2> {
      const made = plan(build, "conv1d", 1, x, size, options);
      const { layer, node, channels, places } = made;
      const kernel = kernelOf(made, "kernel", [size, channels, filters], size * channels, size * filters);
      const end = finish(build, made, filters);
      return build.node<2>(
        layer,
        [...places, filters],
        [node],
        (run, input) => {
          const { tf, weights } = run;
          // As a picture of one row: tfjs does the same, and its gradient is that of a picture.
          const row = tf.expandDims(input as Tensor, 1) as Tensor4D;
          const filter = tf.expandDims(weights[kernel] as Tensor, 0) as Tensor4D;
          const product = moved(run, row, overSeries(made, size), (x, by, pad, apart) =>
            tf.conv2d(x, filter, by, pad, "NHWC", apart),
          );
          return end.apply(tf, weights, tf.squeeze(product, [1]));
        },
        [kernel, ...end.uses],
      );
    },

    /** Over a picture: [height, width, channels] to [height, width, filters]. */
    conv2d(x: Value<3>, filters: number, size: number, options?: Activation | ConvolutionOptions): Value<3> {
      const made = plan(build, "conv2d", 2, x, size, options);
      const { layer, node, channels, places } = made;
      const area = size * size;
      const kernel = kernelOf(made, "kernel", [size, size, channels, filters], area * channels, area * filters);
      const end = finish(build, made, filters);
      return build.node<3>(
        layer,
        [...places, filters],
        [node],
        (run, input) => {
          const { tf, weights } = run;
          const filter = weights[kernel] as Tensor4D;
          const product = moved(run, input as Tensor4D, overPictures(made, size), (x, by, pad, apart) =>
            tf.conv2d(x, filter, by, pad, "NHWC", apart),
          );
          return end.apply(tf, weights, product);
        },
        [kernel, ...end.uses],
      );
    },

    /** Over a volume: [depth, height, width, channels] to [depth, height, width, filters]. */
    conv3d(x: Value<4>, filters: number, size: number, options?: Activation | ConvolutionOptions): Value<4> {
      const made = plan(build, "conv3d", 3, x, size, options);
      const { layer, node, stride, padding, channels, places } = made;
      if (made.dilation > 1)
        throw new UsageError(`${layer} has no dilation: TensorFlow's gradient knows none in volumes`);
      const volume = size ** 3;
      const kernel = kernelOf(
        made,
        "kernel",
        [size, size, size, channels, filters],
        volume * channels,
        volume * filters,
      );
      const end = finish(build, made, filters);
      return build.node<4>(
        layer,
        [...places, filters],
        [node],
        ({ tf, weights }, input) =>
          end.apply(tf, weights, tf.conv3d(input as Tensor5D, weights[kernel] as Tensor5D, stride, padding)),
        [kernel, ...end.uses],
      );
    },

    /** Each channel for itself: [height, width, channels] to [height, width, channels * multiplier]. */
    depthwiseConv2d(
      x: Value<3>,
      size: number,
      options?: Activation | (ConvolutionOptions & { readonly multiplier?: number }),
    ): Value<3> {
      const made = plan(build, "depthwiseConv2d", 2, x, size, options);
      const { layer, node, channels, places } = made;
      const multiplier = (typeof options === "object" ? options.multiplier : undefined) ?? 1;
      const kernel = kernelOf(
        made,
        "kernel",
        [size, size, channels, multiplier],
        size * size,
        size * size * multiplier,
      );
      const width = channels * multiplier;
      const end = finish(build, made, width);
      return build.node<3>(
        layer,
        [...places, width],
        [node],
        (run, input) => {
          const { tf, weights } = run;
          const filter = weights[kernel] as Tensor4D;
          const product = moved(run, input as Tensor4D, overPictures(made, size), (x, by, pad, apart) =>
            tf.depthwiseConv2d(x, filter, by, pad, "NHWC", apart),
          );
          return end.apply(tf, weights, product);
        },
        [kernel, ...end.uses],
      );
    },

    /** Each channel for itself, then a mixture of the channels at each place (Chollet 2017): [height, width, filters]. */
    separableConv2d(x: Value<3>, filters: number, size: number, options?: Activation | ConvolutionOptions): Value<3> {
      const made = plan(build, "separableConv2d", 2, x, size, options);
      const { layer, node, channels, places } = made;
      const depthwise = kernelOf(made, "depthwise", [size, size, channels, 1], size * size, size * size);
      const pointwise = kernelOf(made, "pointwise", [1, 1, channels, filters], channels, filters);
      const end = finish(build, made, filters);
      return build.node<3>(
        layer,
        [...places, filters],
        [node],
        (run, input) => {
          const { tf, weights } = run;
          const filter = weights[depthwise] as Tensor4D;
          const each = moved(run, input as Tensor4D, overPictures(made, size), (x, by, pad, apart) =>
            tf.depthwiseConv2d(x, filter, by, pad, "NHWC", apart),
          );
          return end.apply(tf, weights, tf.conv2d(each as Tensor4D, weights[pointwise] as Tensor4D, 1, "valid"));
        },
        [depthwise, pointwise, ...end.uses],
      );
    },

    /**
     * The reverse of a convolution with a stride: [height, width, channels] to [height * stride, width * stride, filters]. A
     * kernel whose size is a multiple of the stride leaves no chessboard (Odena et al. 2016).
     */
    convTranspose2d(
      x: Value<3>,
      filters: number,
      size: number,
      options?: Activation | Omit<ConvolutionOptions, "padding" | "dilation">,
    ): Value<3> {
      const made = plan(build, "convTranspose2d", 2, x, size, options);
      const { layer, node, stride, channels } = made;
      if (size < stride) throw new UsageError(`${layer}: a kernel of ${size} leaves gaps at a stride of ${stride}`);
      const area = size * size;
      const kernel = kernelOf(
        made,
        "kernel",
        [size, size, filters, channels],
        (area * channels) / stride ** 2,
        area * filters,
      );
      const end = finish(build, made, filters);
      const [height = 1, width = 1] = node.shape.map((length) => length * stride);
      return build.node<3>(
        layer,
        [height, width, filters],
        [node],
        ({ tf, weights }, input) => {
          const picture = input as Tensor4D;
          const shape: [number, number, number, number] = [picture.shape[0], height, width, filters];
          return end.apply(
            tf,
            weights,
            tf.conv2dTranspose(picture, weights[kernel] as Tensor4D, shape, stride, "same"),
          );
        },
        [kernel, ...end.uses],
      );
    },
  };
}
