/** Padding, cutting, repeating: https://keras.io/api/layers/reshaping_layers/ */
import type { Tensor } from "@tensorflow/tfjs";
import type { Tfjs } from "../../../../trace/tfjs.js";
import { type LayerDefinition, perAxis, type Shape, sides } from "../define-layer.js";

function grown([batch = null, ...others]: Shape, change: (length: number, axis: number) => number): Shape {
  return [batch, ...others.map((length, axis) => (length === null ? null : change(length, axis)))];
}

function zeroPadding(className: string, axes: number): LayerDefinition {
  const of = (options: Readonly<Record<string, unknown>>) => sides(options.padding ?? 1, axes);
  return {
    className,
    outputShape: ([shape = []], options) =>
      grown(shape, (length, axis) => {
        const [before, after] = of(options)[axis] ?? [0, 0];
        return length + before + after;
      }),
    call: ({ tf, options }, x) => tf.pad(x as Tensor, [[0, 0], ...of(options), [0, 0]]),
  };
}

function cropping(className: string, axes: number): LayerDefinition {
  const of = (options: Readonly<Record<string, unknown>>) => sides(options.cropping ?? 1, axes);
  return {
    className,
    outputShape: ([shape = []], options) =>
      grown(shape, (length, axis) => {
        const [before, after] = of(options)[axis] ?? [0, 0];
        return length - before - after;
      }),
    call: ({ tf, options }, x) => {
      const cuts = of(options);
      const begin = [0, ...cuts.map(([before]) => before), 0];
      const size = (x as Tensor).shape.map((length, i) => {
        const [before, after] = cuts[i - 1] ?? [0, 0];
        return length - before - after;
      });
      return tf.slice(x as Tensor, begin, size);
    },
  };
}

/** Each length one after the other: every element `times` times. */
function repeat(tf: Tfjs, x: Tensor, axis: number, times: number): Tensor {
  if (times === 1) return x;
  const shape = [...x.shape];
  const tiled = tf.tile(
    tf.expandDims(x, axis + 1),
    [...shape, 1].map((_, i) => (i === axis + 1 ? times : 1)),
  );
  return tf.reshape(
    tiled,
    shape.map((length, i) => (i === axis ? length * times : length)),
  );
}

function upSampling(className: string, axes: number): LayerDefinition {
  const of = (options: Readonly<Record<string, unknown>>) => perAxis(options.size ?? 2, axes);
  return {
    className,
    outputShape: ([shape = []], options) => grown(shape, (length, axis) => length * (of(options)[axis] ?? 1)),
    call: ({ tf, options }, x) =>
      of(options).reduce((result, times, i) => repeat(tf, result, i + 1, times), x as Tensor),
  };
}

/** See the head of the file. */
export const shapeLayers: readonly LayerDefinition[] = [
  { className: "Identity", call: ({ tf }, x) => tf.clone(x as Tensor) },
  { className: "Subtract", call: ({ tf }, a, b) => tf.sub(a as Tensor, b as Tensor) },
  zeroPadding("ZeroPadding1D", 1),
  zeroPadding("ZeroPadding3D", 3),
  cropping("Cropping1D", 1),
  cropping("Cropping3D", 3),
  upSampling("UpSampling1D", 1),
  upSampling("UpSampling3D", 3),
  {
    // Keras 3 takes the middles of pixels; tfjs's own layer takes their corners.
    className: "UpSampling2D",
    outputShape: ([shape = []], { size }) =>
      grown(shape, (length, axis) => length * (perAxis(size ?? 2, 2)[axis] ?? 1)),
    call: ({ tf, options }, x) => {
      const [high = 2, wide = 2] = perAxis(options.size ?? 2, 2);
      const [, height = 0, width = 0] = (x as Tensor).shape;
      return tf.image.resizeBilinear(x as never, [height * high, width * wide], false, true);
    },
  },
  {
    // tfjs's own resizes where it should cut.
    className: "CenterCrop",
    outputShape: ([shape = []], { height, width }) => [
      shape[0] ?? null,
      Number(height),
      Number(width),
      shape[3] ?? null,
    ],
    call: ({ tf, options }, given) => {
      const x = given as Tensor;
      const [height, width] = [Number(options.height), Number(options.width)];
      const [batch = 1, high = 1, wide = 1, channels = 1] = x.shape;
      if (height > high || width > wide) throw new Error("a picture is smaller than what is cut out of it");
      const begin = [0, Math.floor((high - height) / 2), Math.floor((wide - width) / 2), 0];
      return tf.slice(x, begin, [batch, height, width, channels]);
    },
  },
  {
    className: "Resizing",
    outputShape: ([shape = []], { height, width }) => [
      shape[0] ?? null,
      Number(height),
      Number(width),
      shape[3] ?? null,
    ],
    call: ({ tf, options }, x) => {
      const size: [number, number] = [Number(options.height), Number(options.width)];
      const { interpolation = "bilinear", cropToAspectRatio, padToAspectRatio } = options;
      if (cropToAspectRatio === true || padToAspectRatio === true) throw new Error("the aspect ratio cannot be kept");
      if (interpolation === "nearest") return tf.image.resizeNearestNeighbor(x as never, size, false, true);
      if (interpolation !== "bilinear") throw new Error(`the interpolation ${String(interpolation)} is not known`);
      return tf.image.resizeBilinear(x as never, size, false, true);
    },
  },
];
