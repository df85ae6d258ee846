/** A training with its lock held: from the last checkpoint, or from the beginning, to the end. */
import { join } from "node:path";
import { InputError, InterruptedError, messageOf } from "../core/errors.js";
import type { TrainingSummary } from "../core/inference.js";
import { Random } from "../core/random.js";
import { stepsPerEpoch } from "./batches.js";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { CheckpointStore } from "./checkpoint/store.js";
import { finishRun } from "./finish-run.js";
import { dispose, download, upload } from "./host-tensors.js";
import type { OpenTraining } from "./open-training.js";
import { initialPlateau } from "./plateau.js";
import { currentEnvironment, differencesOf, readEnvironment, writeEnvironment } from "./run/environment.js";
import { removeTemporaries, runFiles } from "./run/files.js";
import { MetricsLog } from "./run/metrics-log.js";
import { writeStatus } from "./run/status.js";
import { StepLoop } from "./step-loop.js";
import { createStepper } from "./stepper.js";
import { percentOf } from "./waiting.js";

/** Above this share of waiting the data side is what training is slow by. */
const MOST_WAITING = 0.1;

/**
 * Trains to the end and finishes; keeps `status.json` true to what happens.
 *
 * @returns what the run is worth, and the seconds spent training in all its sessions.
 * @throws InterruptedError (after a checkpoint), FailedError when training diverges, InputError when the data have
 * changed since the run began.
 */
export async function trainToEnd(training: OpenTraining): Promise<{ summary: TrainingSummary; seconds: number }> {
  const { run, reporter } = training;
  reporter.record("begun", { run });
  removeTemporaries(run);
  checkEnvironment(training);
  const store = new CheckpointStore(run);
  store.prepare();
  const saved = store.latest(reporter);
  if (saved !== null) refuseOtherWeights(training, saved);
  if (saved !== null) reporter.note(`Going on from step ${saved.progress.step}.`);
  let done = { step: saved?.progress.step ?? 0, epoch: saved?.progress.epoch ?? 0, totalSteps: 0, waiting: 0 };
  try {
    const checkpoint = await trainFrom(training, store, saved ?? firstCheckpoint(training), (now) => {
      done = now;
    });
    if (done.waiting > MOST_WAITING) reporter.warn(slowData(done.waiting));
    reporter.stage("evaluation");
    const summary = await finishRun(training, checkpoint);
    writeStatus(run, { status: "finished", ...done, message: "" });
    for (const remark of summary.remarks) reporter.note(remark);
    const { steps, epochs, metrics } = summary;
    reporter.record("trained", { run, steps, epochs, metrics });
    return { summary, seconds: checkpoint.progress.seconds };
  } catch (error) {
    const status = error instanceof InterruptedError ? "interrupted" : "failed";
    writeStatus(run, { status, ...done, message: messageOf(error) });
    throw error;
  }
}

function slowData(share: number): string {
  return `The steps waited for data ${percentOf(share)} of the time: the disk, or another program, is what held training up.`;
}

async function trainFrom(
  training: OpenTraining,
  store: CheckpointStore,
  from: Checkpoint,
  report: (done: StepLoop["done"]) => void,
): Promise<Checkpoint> {
  const { recipe, settings, tf, run, reporter } = training;
  reporter.stage("training");
  const log = new MetricsLog(join(run, runFiles.metrics), from.progress.metricsBytes);
  const state = { weights: upload(tf, from.weights), optimizer: upload(tf, from.optimizer) };
  const stepper = createStepper(tf, recipe.step(tf, settings), state, training.config.mode);
  const perEpoch = stepsPerEpoch(training.data, settings);
  const loop = new StepLoop(training, from, { stepper, store, log, stepsPerEpoch: perEpoch });
  try {
    return await loop.run();
  } finally {
    report(loop.done);
    stepper.dispose();
    log.close();
  }
}

/** The state before the first step, as a checkpoint that is not on the disk. */
function firstCheckpoint({ recipe, settings, config, tf }: OpenTraining): Checkpoint {
  const weights = recipe.initialize(settings, Random.seeded(config.seed, "weights"));
  const uploaded = upload(tf, weights);
  const slots = recipe.initialOptimizer(tf, settings, uploaded);
  const optimizer = download(slots);
  dispose(uploaded, slots);
  const nothing = { count: 0, sums: {} };
  return {
    weights,
    optimizer,
    best: {},
    progress: {
      formatVersion: 1,
      model: recipe.model.name,
      step: 0,
      epoch: 0,
      position: 0,
      order: Random.seeded(config.seed, "order").state,
      noise: Random.seeded(config.seed, "noise").state,
      interval: nothing,
      running: nothing,
      plateau: initialPlateau,
      best: null,
      complete: false,
      metricsBytes: 0,
      seconds: 0,
    },
  };
}

/** A run goes on with the network that it was begun with: another one has other weights, by name or by shape. */
function refuseOtherWeights({ recipe, settings, config, run }: OpenTraining, saved: Checkpoint): void {
  const wanted = recipe.initialize(settings, Random.seeded(config.seed, "weights"));
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(saved.weights)])];
  const shape = (tensor: Checkpoint["weights"][string] | undefined) => tensor?.dims.join(", ");
  const other = names.find((name) => shape(wanted[name]) !== shape(saved.weights[name]));
  if (other === undefined) return;
  const [now, then] = [shape(wanted[other]), shape(saved.weights[other])];
  const what = then === undefined ? "is new" : now === undefined ? "is missing" : `was [${then}] and is [${now}] now`;
  throw new InputError(`the network has changed since this run began: its weight "${other}" ${what}`, {
    where: { file: run },
    next: "Put the network back as it was, or start a new run.",
  });
}

/** Stores the environment of a new run; warns when a resumed one cannot have the bits that it would have had. */
function checkEnvironment({ tf, settings, data, run, reporter }: OpenTraining): void {
  const now = currentEnvironment(tf, settings, data.summary);
  const then = readEnvironment(run);
  if (then === null) {
    writeEnvironment(run, now);
    return;
  }
  if (then.data.sha256 !== now.data.sha256) {
    throw new InputError(`the data have changed since this run began (${then.data.source})`, {
      where: { file: run },
      next: "Put the old data back, or start a new run.",
    });
  }
  const differences = differencesOf(then, now);
  if (differences.length > 0) {
    reporter.warn(`The result will not be bit-identical to an uninterrupted run: ${differences.join("; ")}.`);
  }
}
