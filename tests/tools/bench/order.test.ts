/** The order that is written down for the others is the one that Kiln's own loop takes. */
import { expect, it } from "vitest";
import type { Tensors } from "../../../core/tensor.js";
import { firstOrder, orderOfSteps } from "../../../tools/bench/workloads/order.js";
import { BatchReader } from "../../../train/batch-reader.js";
import { EpochBatches } from "../../../train/batches.js";
import type { TrainingData } from "../../../train/recipe.js";

it.each([1, 3])("writes down what EpochBatches takes, over three epochs of %i passes", async (passes) => {
  const [examples, batchSize] = [23, 4];
  const stepsPerEpoch = passes === 1 ? 5 : 17;
  const steps = 2 * stepsPerEpoch + 3; // the last epoch is cut short
  const taken: number[] = [];
  const data: TrainingData = {
    summary: { source: "", simulated: true, sha256: "", counts: {} },
    examples,
    passes,
    batch(indices): Tensors {
      taken.push(...indices);
      return {};
    },
  };
  let order = firstOrder(7);
  for (let epoch = 0; epoch < 3; epoch++) {
    const batches = new EpochBatches(new BatchReader(data), order, 0, batchSize, stepsPerEpoch);
    for (let step = 0; step < stepsPerEpoch; step++) await batches.next();
    order = batches.after;
  }
  const written = orderOfSteps(7, { examples, passes, batchSize, stepsPerEpoch }, steps);
  expect(written.dims).toEqual([steps, batchSize]);
  expect(Array.from(written.data)).toEqual(taken.slice(0, steps * batchSize));
});
