import type { Rank, Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "./tensorflow.js";

/**
 * Teaches `tf.loadGraphModel` the operations that tfjs computes and its own graph-model reader does not know. Harmless
 * when called twice.
 */
export function registerMissingOperations(tf: TF): void {
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
