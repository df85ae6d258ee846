/** The order that is written down for the others is the one that Kiln's own loop takes. */
import { expect, it } from "vitest";
import type { Tensors } from "../../../core/tensor.js";
import { firstOrder, orderOfSteps } from "../../../tools/bench/workloads/order.js";
import { EpochBatches } from "../../../train/batches.js";
import type { TrainingData } from "../../../train/recipe.js";

it("writes down what EpochBatches takes, over several epochs, the last one cut short", async () => {
  const [examples, batchSize, stepsPerEpoch, steps] = [23, 4, 5, 13];
  const taken: number[] = [];
  const data: TrainingData = {
    summary: { source: "", simulated: true, sha256: "", counts: {} },
    examples,
    batch(indices): Tensors {
      taken.push(...indices);
      return {};
    },
  };
  let order = firstOrder(7);
  for (let epoch = 0; epoch < 3; epoch++) {
    const batches = new EpochBatches(data, order, 0, batchSize, stepsPerEpoch);
    for (let step = 0; step < stepsPerEpoch; step++) await batches.next();
    order = batches.after;
  }
  const written = orderOfSteps(7, { examples, batchSize, stepsPerEpoch }, steps);
  expect(written.dims).toEqual([steps, batchSize]);
  expect(Array.from(written.data)).toEqual(taken.slice(0, steps * batchSize));
});
