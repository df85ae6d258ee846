/** The network: two convolutions, a dense layer, dropout, ten classes. */
import { type Random, type Tensors, tensorOf } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { type TensorMap, tensorNamed } from "kilnjs/train";
import { EDGE, labels } from "../contract.js";
import { block, dense, type Mode, type Value } from "./layers.js";

/** Sizes that the settings decide. */
export interface Sizes {
  readonly channels: number;
  readonly units: number;
}

/** Numbers behind the second pooling. */
const flat = ({ channels }: Sizes): number => (EDGE / 4) * (EDGE / 4) * channels * 2;

/** The weights before the first step: He's normal numbers for kernels, batch normalisation that changes nothing. */
export function initialWeights(sizes: Sizes, random: Random): Tensors {
  const drawn = (...shape: number[]) => {
    const incoming = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const values = new Float32Array(incoming * (shape.at(-1) ?? 1));
    random.fillNormal(values);
    return tensorOf(
      "float32",
      shape,
      values.map((value) => value * Math.sqrt(2 / incoming)),
    );
  };
  const filled = (size: number, value: number) => tensorOf("float32", [size], new Float32Array(size).fill(value));
  const norm = (name: string, size: number) => ({
    [`${name}/norm/scale`]: filled(size, 1),
    [`${name}/norm/shift`]: filled(size, 0),
    [`${name}/norm/mean`]: filled(size, 0),
    [`${name}/norm/variance`]: filled(size, 1),
  });
  const { channels, units } = sizes;
  return {
    "first/kernel": drawn(3, 3, 1, channels),
    ...norm("first", channels),
    "second/kernel": drawn(3, 3, channels, channels * 2),
    ...norm("second", channels * 2),
    "hidden/kernel": drawn(flat(sizes), units),
    "hidden/bias": filled(units, 0),
    "classes/kernel": drawn(units, labels.length),
    "classes/bias": filled(labels.length, 0),
  };
}

/**
 * From pictures to a number for each digit.
 *
 * @param inputs `image` float32 [batch, 28, 28], 0..255.
 * @param mask of the dropout, [batch, units]: 0, or 1 / (1 - rate); none after training.
 * @returns [batch, 10], before the softmax.
 */
export function logits(tf: TF, weights: TensorMap, inputs: TensorMap, sizes: Sizes, mode: Mode, mask?: Value): Value {
  const grey = tf.mul(tensorNamed(inputs, "image"), 1 / 255);
  const first = block(tf, weights, "first", tf.reshape(grey, [-1, EDGE, EDGE, 1]), mode);
  const second = block(tf, weights, "second", first, mode);
  const hidden = tf.relu(dense(tf, weights, "hidden", tf.reshape(second, [-1, flat(sizes)])));
  return dense(tf, weights, "classes", mask === undefined ? hidden : tf.mul(hidden, mask));
}
