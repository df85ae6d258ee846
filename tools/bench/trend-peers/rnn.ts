/** The recurrent network as a contender, trained by the code that `kiln train trend` runs. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { InterruptedError } from "../../../core/errors.js";
import { Random } from "../../../core/random.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { sigmoid } from "../../../models/trend/train/calibration.js";
import { initialWeights, logits } from "../../../models/trend/train/network.js";
import type { TrendSettings } from "../../../models/trend/train/settings.js";
import { drawDropout, optimizerOf, schedules, trendStep } from "../../../models/trend/train/step.js";
import { weight } from "../../../models/trend/train/weight.js";
import type { TF } from "../../../trace/tensorflow.js";
import { BatchReader } from "../../../train/batch-reader.js";
import { EpochBatches, stepsPerEpoch } from "../../../train/batches.js";
import { breathe } from "../../../train/breathe.js";
import { ForwardRunner } from "../../../train/forward.js";
import { upload } from "../../../train/host-tensors.js";
import type { Forward, TrainingData } from "../../../train/recipe.js";
import { createStepper } from "../../../train/stepper.js";
import type { Rows } from "./protocol.js";

/** Trains on some rows for the epochs that are set, without looking at any other, and answers the rest. */
export async function trainRnn(
  tf: TF,
  settings: TrendSettings,
  rows: Rows,
  asked: readonly Rows[],
  { seed, signal }: { seed: number; signal: AbortSignal },
): Promise<Float64Array[]> {
  const data: TrainingData = {
    summary: { source: "", simulated: false, sha256: "", counts: {} },
    examples: rows.count,
    batch: (indices) => examplesOf(rows, indices),
  };
  const reader = new BatchReader(data);
  const weights = upload(tf, initialWeights(settings, Random.seeded(seed, "weights")));
  const state = { weights, optimizer: optimizerOf(settings).init(tf, { ...weights }) };
  const stepper = createStepper(tf, trendStep(tf, settings), state, "captured");
  const forwards = new ForwardRunner(tf, "captured");
  try {
    const noise = Random.seeded(seed, "noise");
    let order = Random.seeded(seed, "order").state;
    const perEpoch = stepsPerEpoch(data, settings);
    const totalSteps = settings.epochs * perEpoch;
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const batches = new EpochBatches(reader, order, 0, settings.batchSize, perEpoch);
      for (let i = 0; i < perEpoch; i++) {
        const clock = { step: epoch * perEpoch + i, epoch, stepsPerEpoch: perEpoch, totalSteps, plateau: 1 };
        const random = drawDropout(settings, noise, settings.batchSize);
        stepper.step({ batch: await batches.next(), random, schedules: schedules(settings, clock) });
        await breathe();
        if (signal.aborted) throw new InterruptedError("stopped while training");
      }
      order = batches.after;
    }
    const answers: Float64Array[] = [];
    for (const part of asked) {
      const { label: _, ...feeds } = examplesOf(
        part,
        Array.from({ length: part.count }, (_, i) => i),
      );
      const { logit } = await forwards.run(forwardOf(tf, settings), stepper.weights, feeds, { signal });
      answers.push(Float64Array.from(logit?.data ?? [], sigmoid));
    }
    return answers;
  } finally {
    forwards.dispose();
    stepper.dispose();
  }
}

function forwardOf(tf: TF, settings: TrendSettings): Forward {
  return (weights, inputs) => ({
    logit: logits(
      tf,
      settings,
      weights,
      weight<Tensor2D>(inputs, "increments"),
      weight<Tensor2D>(inputs, "start_weekday"),
    ),
  });
}

function examplesOf({ window, increments, weekdays, truth }: Rows, indices: ArrayLike<number>): Tensors {
  const count = indices.length;
  const picked = {
    increments: new Float32Array(count * window),
    weekdays: new Int32Array(count),
    truth: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const row = indices[i] as number;
    picked.increments.set(increments.subarray(row * window, (row + 1) * window), i * window);
    picked.weekdays[i] = weekdays[row] as number;
    picked.truth[i] = truth[row] as number;
  }
  return {
    increments: makeTensor("float32", [count, window], picked.increments),
    start_weekday: makeTensor("int32", [count, 1], picked.weekdays),
    label: makeTensor("float32", [count], picked.truth),
  };
}
