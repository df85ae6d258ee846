/** Layers that make values smaller or larger without weights. */
import type { Tensor, Tensor4D, Tensor5D } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Builder } from "./builder.js";
import { movedOver } from "./convolution.js";
import { type Node, nodeOf, type Value } from "./value.js";

/** Options of a pooling layer. */
export interface PoolingOptions {
  /** The window's size when left out, so that windows do not overlap. */
  readonly stride?: number;
  /** `valid` (the default) takes whole windows only; `same` takes those at the border too. */
  readonly padding?: "same" | "valid";
}

/** Ranks over which a window can move: series, pictures, volumes. */
function requirePlaces(layer: string, node: Node): void {
  if (node.rank >= 2 && node.rank <= 4) return;
  throw new UsageError(
    `${layer} takes a series, a picture or a volume, and was given [${node.shape.join(", ")}] (${node.name})`,
  );
}

/** The pooling layers of `nn`. */
export function poolingLayers(build: Builder) {
  const pool =
    (kind: "maxPool" | "averagePool") =>
    <R extends number>(x: Value<R>, size = 2, { stride = size, padding = "valid" }: PoolingOptions = {}): Value<R> => {
      const node = nodeOf(x, `nn.${kind}`);
      const layer = build.layer(kind, undefined);
      requirePlaces(layer, node);
      const places = node.shape.slice(0, -1).map((length) => movedOver(length, size, stride, padding));
      const shape = [...places, node.shape.at(-1) ?? 1];
      return build.node<R>(layer, shape, [node], ({ tf }, input) =>
        pooled(tf, kind, input as Tensor, size, stride, padding),
      );
    };

  const global =
    (kind: "globalAveragePool" | "globalMaxPool") =>
    (x: Value): Value<1> => {
      const node = nodeOf(x, `nn.${kind}`);
      const layer = build.layer(kind, undefined);
      requirePlaces(layer, node);
      const axes = node.shape.slice(1).map((_, i) => i + 1);
      return build.node<1>(layer, [node.shape.at(-1) ?? 1], [node], ({ tf }, input) =>
        kind === "globalMaxPool" ? tf.max(input as Tensor, axes) : tf.mean(input as Tensor, axes),
      );
    };

  return {
    /** The largest number of each window, channel by channel. */
    maxPool: pool("maxPool"),
    /** The mean of each window, channel by channel. */
    averagePool: pool("averagePool"),
    /** The mean of each channel over all places: [channels]. */
    globalAveragePool: global("globalAveragePool"),
    /** The largest number of each channel: [channels]. */
    globalMaxPool: global("globalMaxPool"),

    /** A picture `factor` times as high and wide: every pixel again (`nearest`), or between its neighbours (`bilinear`). */
    upsample(x: Value<3>, factor = 2, method: "nearest" | "bilinear" = "nearest"): Value<3> {
      const node = nodeOf(x, "nn.upsample");
      const layer = build.layer("upsample", undefined);
      if (node.rank !== 3) throw new UsageError(`${layer} takes a picture, and was given [${node.shape.join(", ")}]`);
      const [height = 1, width = 1, channels = 1] = node.shape;
      const size: [number, number] = [height * factor, width * factor];
      return build.node<3>(layer, [...size, channels], [node], ({ tf }, input) =>
        method === "nearest"
          ? tf.image.resizeNearestNeighbor(input as Tensor4D, size)
          : tf.image.resizeBilinear(input as Tensor4D, size),
      );
    },

    /** Every moment of a series `factor` times. */
    upsample1d(x: Value<2>, factor = 2): Value<2> {
      const node = nodeOf(x, "nn.upsample1d");
      const layer = build.layer("upsample1d", undefined);
      const [time = 1, channels = 1] = node.shape;
      return build.node<2>(layer, [time * factor, channels], [node], ({ tf }, input) => {
        const several = tf.tile(tf.expandDims(input as Tensor, 2), [1, 1, factor, 1]);
        return tf.reshape(several, [-1, time * factor, channels]);
      });
    },
  };
}

function pooled(
  tf: TF,
  kind: "maxPool" | "averagePool",
  input: Tensor,
  size: number,
  stride: number,
  padding: "same" | "valid",
): Tensor {
  if (input.rank === 5) {
    const volume = input as Tensor5D;
    return kind === "maxPool"
      ? tf.maxPool3d(volume, size, stride, padding)
      : tf.avgPool3d(volume, size, stride, padding);
  }
  const flat = input.rank === 3;
  // A series is a picture of one column.
  const picture = (flat ? tf.expandDims(input, 2) : input) as Tensor4D;
  const window: [number, number] = [size, flat ? 1 : size];
  const steps: [number, number] = [stride, flat ? 1 : stride];
  const result =
    kind === "maxPool" ? tf.maxPool(picture, window, steps, padding) : tf.avgPool(picture, window, steps, padding);
  return flat ? tf.squeeze(result, [2]) : result;
}
