/** The layers that the network is made of, as pure functions of weights and input. Pictures are [batch, height, width, channels]. */
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import { scope } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { tensorNamed } from "kilnjs/train";

/** input x kernel + bias: [batch, inputs] to [batch, outputs]. */
export function dense(tf: TF, weights: TensorMap, name: string, input: Tensor2D): Tensor2D {
  return scope(lastPart(name), () =>
    tf.add(tf.matMul(input, kernel<Tensor2D>(weights, name)), tensorNamed(weights, `${name}/bias`)),
  );
}

/** A convolution that halves height and width: kernel 4, stride 2. */
export function halving(tf: TF, weights: TensorMap, name: string, input: Tensor4D): Tensor4D {
  return scope(lastPart(name), () =>
    tf.add(tf.conv2d(input, kernel<Tensor4D>(weights, name), 2, "same"), tensorNamed(weights, `${name}/bias`)),
  );
}

/**
 * A transposed convolution that doubles height and width: kernel 4, stride 2, so that every output is made of the same
 * number of inputs (an odd kernel would leave a chessboard pattern).
 */
export function doubling(tf: TF, weights: TensorMap, name: string, input: Tensor4D): Tensor4D {
  return scope(lastPart(name), () => {
    const filter = kernel<Tensor4D>(weights, name); // [4, 4, outputs, inputs]
    const [batch, height, width] = input.shape;
    const channels = filter.shape[2];
    const output = tf.conv2dTranspose(input, filter, [batch, height * 2, width * 2, channels], 2, "same");
    return tf.add(output, tensorNamed(weights, `${name}/bias`));
  });
}

/** Every pixel four times, then a convolution with kernel 3. */
export function repeating(tf: TF, weights: TensorMap, name: string, input: Tensor4D): Tensor4D {
  return scope(lastPart(name), () => {
    const [, height, width] = input.shape;
    const large = tf.image.resizeNearestNeighbor(input, [height * 2, width * 2]);
    return tf.add(tf.conv2d(large, kernel<Tensor4D>(weights, name), 1, "same"), tensorNamed(weights, `${name}/bias`));
  });
}

function kernel<Kind extends Tensor>(weights: TensorMap, name: string): Kind {
  return tensorNamed(weights, `${name}/kernel`) as Kind;
}

/** `encoder/conv1` is `conv1` inside the scope `encoder`. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
