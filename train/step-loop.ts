/**
 * The training loop: batches, steps, epochs, checkpoints. Its whole state is a `Progress` and a `Stepper`, and every
 * checkpoint holds both, so that a loop that starts from a checkpoint goes on as if it had never stopped.
 */
import { type FailedError, InterruptedError } from "../core/errors.js";
import { Random } from "../core/random.js";
import type { Tensors } from "../core/tensor.js";
import { BatchReader } from "./batch-reader.js";
import { EpochBatches } from "./batches.js";
import { breathe } from "./breathe.js";
import { type Checkpoint, NonFiniteError, type Progress } from "./checkpoint/checkpoint.js";
import type { CheckpointStore } from "./checkpoint/store.js";
import { divergenceError } from "./divergence.js";
import { writeFirstBatch } from "./first-batch/write.js";
import { Meter } from "./meter.js";
import { evaluateContext, type OpenTraining } from "./open-training.js";
import { Pace } from "./pace.js";
import { judge } from "./plateau.js";
import type { Clock } from "./recipe.js";
import type { MetricsLog } from "./run/metrics-log.js";
import { writeStatus } from "./run/status.js";
import type { HostStepInputs, Stepper } from "./stepper.js";
import { percentOf, Waiting } from "./waiting.js";

/** Milliseconds between two writes of the status file. */
const STATUS_INTERVAL = 5000;

/** One training in progress. */
export class StepLoop {
  readonly #training: OpenTraining;
  readonly #reader: BatchReader;
  readonly #stepper: Stepper;
  readonly #store: CheckpointStore;
  readonly #log: MetricsLog;
  readonly #stepsPerEpoch: number;
  readonly #noise: Random;
  readonly #interval: Meter;
  readonly #running: Meter;
  readonly #pace: Pace;
  readonly #waiting = new Waiting();
  readonly #startedAt = performance.now();
  readonly #secondsBefore: number;
  #progress: Progress;
  #best: Tensors;
  /** Figures of the last step that had some; null before the first. */
  #figures: Readonly<Record<string, number>> | null = null;
  #savedAt = performance.now();
  #statusAt = 0;
  #constantsTold = false;

  constructor(
    training: OpenTraining,
    from: Checkpoint,
    parts: { stepper: Stepper; store: CheckpointStore; log: MetricsLog; stepsPerEpoch: number },
  ) {
    this.#training = training;
    this.#reader = new BatchReader(training.data);
    this.#stepper = parts.stepper;
    this.#store = parts.store;
    this.#log = parts.log;
    this.#stepsPerEpoch = parts.stepsPerEpoch;
    this.#progress = from.progress;
    this.#best = from.best;
    this.#secondsBefore = from.progress.seconds;
    this.#noise = Random.restore(from.progress.noise);
    this.#interval = new Meter(from.progress.interval);
    this.#running = new Meter(from.progress.running);
    this.#pace = new Pace(training.reporter, this.#totalSteps);
  }

  /**
   * Trains until the last epoch is done or early stopping decides so.
   *
   * @returns the last checkpoint, which is on the disk.
   * @throws InterruptedError after a checkpoint, when the signal is aborted.
   * @throws FailedError when the loss or a weight is no number any more; the last good checkpoint is kept.
   */
  async run(): Promise<Checkpoint> {
    this.#writeStatus(true);
    while (!this.#progress.complete) await this.#epoch();
    return this.#checkpoint();
  }

  get #totalSteps(): number {
    return this.#training.settings.epochs * this.#stepsPerEpoch;
  }

  async #epoch(): Promise<void> {
    const { settings } = this.#training;
    const { order, position } = this.#progress;
    const batches = new EpochBatches(this.#reader, order, position, settings.batchSize, this.#stepsPerEpoch);
    this.#waiting.start();
    while (this.#progress.position < this.#stepsPerEpoch) {
      const inputs = this.#inputs(await this.#waiting.for(batches.next()));
      // Before the step: a run that breaks in its first one shows what it broke on.
      if (this.#progress.step === 0) await writeFirstBatch(this.#training, inputs);
      this.#step(inputs);
      this.#waiting.stepped();
      // Part of the wait: this is when pictures that were read are made into batches.
      await this.#waiting.for(breathe());
      if (this.#training.signal?.aborted) this.#interrupt();
      if (performance.now() - this.#savedAt >= settings.checkpointSeconds * 1000) this.#save();
      this.#writeStatus(false);
    }
    this.#waiting.pause();
    await this.#endEpoch(batches);
  }

  #inputs(batch: Tensors): HostStepInputs {
    const { recipe, settings } = this.#training;
    const schedules = recipe.schedules(settings, this.#clock);
    return { batch, random: recipe.draw(settings, this.#noise, settings.batchSize), schedules };
  }

  #step(inputs: HostStepInputs): void {
    const { settings } = this.#training;
    const { schedules } = inputs;
    const metrics = this.#stepper.step(inputs);
    const { step, epoch, position } = this.#progress;
    this.#progress = { ...this.#progress, step: step + 1, position: position + 1 };
    this.#refuseNonFinite(metrics, schedules);
    this.#figures = metrics;
    this.#interval.add(metrics);
    this.#running.add(metrics);
    if ((step + 1) % settings.logSteps === 0) {
      this.#log.append({ kind: "step", step: step + 1, epoch, figures: { ...this.#interval.take(), ...schedules } });
    }
    this.#pace.tick(step + 1, metrics.loss);
  }

  async #endEpoch(batches: EpochBatches): Promise<void> {
    const { recipe, settings, reporter } = this.#training;
    const epoch = this.#progress.epoch + 1;
    const validation = await this.#evaluate(epoch);
    const figures = { ...this.#running.take("training."), ...validation };
    const score = figures[recipe.monitor.metric];
    if (score === undefined || !Number.isFinite(score)) {
      throw this.#diverged(
        `${recipe.monitor.metric} became ${score} at step ${this.#progress.step}, epoch ${epoch}`,
        {},
      );
    }
    const { plateau, best, step } = this.#progress;
    const verdict = judge(plateau, settings, score, best?.score ?? null, recipe.monitor.goal);
    if (verdict.better) this.#best = this.#stepper.snapshot().weights;
    this.#log.append({ kind: "epoch", epoch, step, figures: { ...figures, ...this.#schedulesNow() } });
    this.#progress = {
      ...this.#progress,
      epoch,
      position: 0,
      order: batches.after,
      plateau: verdict.state,
      best: verdict.better ? { score, step, epoch } : best,
      complete: verdict.stop || epoch >= settings.epochs,
    };
    const waiting = this.#waiting.share;
    reporter.record("epoch", { epoch, epochs: settings.epochs, step, waiting, ...figures });
    this.#tellConstants(figures);
    reporter.note(this.#describeEpoch(epoch, figures, verdict.better));
    if (verdict.reduced) reporter.note(`No better for a while: the rate is now times ${verdict.state.multiplier}.`);
    if (verdict.stop && epoch < settings.epochs) {
      this.#pace.stop(step);
      reporter.note(`No better for ${settings.stopPatience} epochs: training stops here.`);
    }
    this.#save();
  }

  async #evaluate(epoch: number): Promise<Record<string, number>> {
    try {
      return await this.#training.recipe.evaluate(evaluateContext(this.#training, this.#stepper.weights, epoch));
    } catch (error) {
      // Stopped while evaluating: all steps of the epoch are done, and a resumed run evaluates again.
      if (error instanceof InterruptedError) this.#interrupt();
      throw error;
    }
  }

  /** What the figures of every epoch are held against, once in a session: it is the same in each. */
  #tellConstants(figures: Readonly<Record<string, number>>): void {
    if (this.#constantsTold) return;
    this.#constantsTold = true;
    const listed = listedFigures(this.#training.recipe.constants ?? [], figures);
    if (listed.length > 0)
      this.#training.reporter.note(`To compare with, the same in every epoch: ${listed.join(", ")}`);
  }

  /** One line for a person: the figures that the recipe puts first. */
  #describeEpoch(epoch: number, figures: Readonly<Record<string, number>>, better: boolean): string {
    const { recipe, settings } = this.#training;
    const listed = listedFigures(recipe.headline ?? ["training.loss", recipe.monitor.metric], figures);
    const waited = `${percentOf(this.#waiting.share)} waiting for data`;
    return `Epoch ${epoch}/${settings.epochs}: ${listed.join(", ")}, ${waited}${better ? " *" : ""}`;
  }

  get #clock(): Clock {
    const { step, epoch, plateau } = this.#progress;
    const stepsPerEpoch = this.#stepsPerEpoch;
    return { step, epoch, stepsPerEpoch, totalSteps: this.#totalSteps, plateau: plateau.multiplier };
  }

  #schedulesNow(): Readonly<Record<string, number>> {
    return this.#training.recipe.schedules(this.#training.settings, this.#clock);
  }

  #refuseNonFinite(metrics: Readonly<Record<string, number>>, schedules: Readonly<Record<string, number>>): void {
    const bad = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
    if (bad === undefined) return;
    throw this.#diverged(`${bad[0]} became ${bad[1]} at step ${this.#progress.step}`, metrics, schedules);
  }

  #diverged(
    what: string,
    figures: Readonly<Record<string, number>>,
    schedules: Readonly<Record<string, number>> = this.#schedulesNow(),
  ): FailedError {
    const { recipe, run, settings } = this.#training;
    const before = this.#figures;
    const { learningRate } = settings;
    const checkpoint = this.#store.newest();
    const model = recipe.model.name;
    const state = this.#stepper.snapshot();
    return divergenceError({ what, figures, schedules, before, ...state, model, run, checkpoint, learningRate });
  }

  #interrupt(): never {
    this.#save();
    const { step } = this.#progress;
    throw new InterruptedError(`stopped at step ${step} of ${this.#totalSteps}`);
  }

  #checkpoint(): Checkpoint {
    const progress: Progress = {
      ...this.#progress,
      noise: this.#noise.state,
      interval: this.#interval.state,
      running: this.#running.state,
      metricsBytes: this.#log.bytes,
      seconds: this.#secondsBefore + (performance.now() - this.#startedAt) / 1000,
    };
    return { progress, ...this.#stepper.snapshot(), best: this.#best };
  }

  #save(): void {
    this.#log.flush();
    try {
      this.#store.write(this.#checkpoint());
    } catch (error) {
      throw error instanceof NonFiniteError ? this.#diverged(error.reason, {}) : error;
    }
    this.#savedAt = performance.now();
  }

  #writeStatus(now: boolean): void {
    if (!now && performance.now() - this.#statusAt < STATUS_INTERVAL) return;
    this.#statusAt = performance.now();
    writeStatus(this.#training.run, { status: "running", ...this.done, message: "" });
  }

  /** Steps and epochs done, and the share of this session's time in which the steps waited for data. */
  get done(): { step: number; epoch: number; totalSteps: number; waiting: number } {
    const { step, epoch } = this.#progress;
    return { step, epoch, totalSteps: this.#totalSteps, waiting: Number(this.#waiting.share.toFixed(4)) };
  }
}

/** `validation loss 0.61`: those that there are, with the parts of their names told apart. */
function listedFigures(names: readonly string[], figures: Readonly<Record<string, number>>): string[] {
  return names.flatMap((name) => {
    const value = figures[name];
    return value === undefined ? [] : [`${name.replace(".", " ")} ${Number(value.toPrecision(3))}`];
  });
}
