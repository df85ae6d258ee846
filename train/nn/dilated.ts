import type { Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";

/** A convolution of whole windows, stride 1. */
type WholeWindows = (input: Tensor4D) => Tensor4D;

/**
 * A convolution whose kernel looks at places `dilation` apart, in operations that have gradients in tfjs (its own dilated
 * convolution has none): every `dilation`-th place is put into a picture of its own, these go through the plain
 * convolution, and are put together again.
 *
 * @param size of the kernel, and `dilation`, by height and width.
 */
export function dilated(
  tf: TF,
  input: Tensor4D,
  size: readonly [number, number],
  dilation: readonly [number, number],
  padding: "same" | "valid",
  convolve: WholeWindows,
): Tensor4D {
  const edges = ([0, 1] as const).map((axis) => {
    const reach = (size[axis] - 1) * dilation[axis];
    const before = padding === "same" ? Math.floor(reach / 2) : 0;
    const after = padding === "same" ? reach - before : 0;
    const length = (input.shape[axis + 1] ?? 0) + before + after;
    // So many more that the parts are equally large; what comes of them is cut off.
    const more = (dilation[axis] - (length % dilation[axis])) % dilation[axis];
    return { pads: [before, after + more], crops: [0, more] };
  });
  const parts = tf.spaceToBatchND(
    input,
    [...dilation],
    edges.map(({ pads }) => pads),
  );
  return tf.batchToSpaceND(
    convolve(parts as Tensor4D),
    [...dilation],
    edges.map(({ crops }) => crops),
  ) as Tensor4D;
}
