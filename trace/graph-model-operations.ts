import type { Rank, Tensor, Tensor1D } from "@tensorflow/tfjs-node";
import type { TF } from "./tensorflow.js";

/**
 * Teaches `tf.loadGraphModel` the operations that tfjs computes and its own graph-model reader does not know. Harmless
 * when called twice.
 */
export function registerMissingOperations(tf: TF): void {
  tf.registerOp("Diag", ({ inputs: [x] }) => {
    if (x === undefined) throw new Error("Diag without an input");
    return tf.diag(x);
  });
  tf.registerOp("UnsortedSegmentSum", ({ inputs: [x, ids, count] }) => {
    if (x === undefined || ids === undefined || count === undefined)
      throw new Error("UnsortedSegmentSum without inputs");
    return tf.unsortedSegmentSum(x, ids as Tensor1D, count.dataSync()[0] ?? 0);
  });
  // Inputs: output sizes, kernel, input.
  tf.registerOp("Conv3DBackpropInputV2", ({ inputs, attrs }) => {
    const [sizes, kernel, x] = inputs;
    if (sizes === undefined || kernel === undefined || x === undefined)
      throw new Error("Conv3DBackpropInputV2 without inputs");
    const shape = [...sizes.dataSync()] as [number, number, number, number, number];
    const [, depth = 1, height = 1, width = 1] = attrs.strides as number[];
    return tf.conv3dTranspose(
      x as Tensor<Rank.R5>,
      kernel as Tensor<Rank.R5>,
      shape,
      [depth, height, width],
      (attrs.padding as string).toLowerCase() as "valid" | "same",
    );
  });
}
