/** The order of examples that Kiln's own loop takes, written down for the others. */
import { Random, type RandomState } from "../../../core/random.js";
import { makeTensor, type Tensor } from "../../../core/tensor.js";
import { type EpochSize, epochOrder } from "../../../train/batches.js";

/** Where the order of a seed begins: the stream that `train` starts with. */
export function firstOrder(seed: number): RandomState {
  return Random.seeded(seed, "order").state;
}

/**
 * Indices of the examples of `steps` steps, [steps, batchSize]: a new shuffle for each epoch, whose tail is left out.
 */
export function orderOfSteps(
  seed: number,
  { batchSize, stepsPerEpoch, ...size }: EpochSize & { batchSize: number; stepsPerEpoch: number },
  steps: number,
): Tensor {
  const indices = new Int32Array(steps * batchSize);
  let state = firstOrder(seed);
  for (let step = 0; step < steps; step += stepsPerEpoch) {
    const random = Random.restore(state);
    const epoch = epochOrder(size, random).subarray(0, Math.min(stepsPerEpoch, steps - step) * batchSize);
    indices.set(epoch, step * batchSize);
    state = random.state;
  }
  return makeTensor("int32", [steps, batchSize], indices);
}
