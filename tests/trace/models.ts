import type { Tensor } from "@tensorflow/tfjs-node";
import { Random } from "../../core/random.js";
import type { InputSpec } from "../../trace/batch.js";
import type { TF } from "../../trace/tensorflow.js";

type Model = ReturnType<TF["model"]>;

/** Puts seeded numbers into every weight; what has to be positive (variances) is. */
export function seedWeights(tf: TF, model: Model, seed: number): void {
  const random = Random.seeded(seed);
  model.setWeights(
    model.weights.map((weight) => {
      const values = random.fillNormal(new Float32Array(tf.util.sizeFromShape(weight.shape as number[])));
      const positive = weight.originalName.includes("variance");
      return tf.tensor(
        values.map((value) => (positive ? 0.5 + Math.abs(value) : 0.5 * value)),
        weight.shape as number[],
      );
    }),
  );
}

/** Seeded inputs for a batch: normal numbers, or integers below a bound. The first example is all zeros, unless told. */
export function seededInputs(
  tf: TF,
  specs: readonly InputSpec[],
  batch: number,
  below?: number,
  zeros = batch > 1,
): Record<string, Tensor> {
  const random = Random.seeded(batch);
  return Object.fromEntries(
    specs.map(({ name, shape, dtype }) => {
      const lengths = shape.map((length) => (length === "batch" ? batch : length));
      const values = random.fillNormal(new Float32Array(tf.util.sizeFromShape(lengths)));
      if (below !== undefined) for (const i of values.keys()) values[i] = random.integer(below);
      else if (zeros) values.fill(0, 0, values.length / batch);
      return [name, tf.tensor(values, lengths, dtype)];
    }),
  );
}
