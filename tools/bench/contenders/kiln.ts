/** Kiln as a contender: its own stepper, its own batches, as `kiln train` runs them. */
import { argv } from "node:process";
import { Random } from "../../../core/random.js";
import { silentReporter } from "../../../core/reporter.js";
import type { Tensors } from "../../../core/tensor.js";
import { sliceRows } from "../../../core/tensor.js";
import type { TF } from "../../../trace/tensorflow.js";
import { BatchReader } from "../../../train/batch-reader.js";
import { EpochBatches, stepsPerEpoch } from "../../../train/batches.js";
import { breathe } from "../../../train/breathe.js";
import { ForwardRunner } from "../../../train/forward.js";
import { upload } from "../../../train/host-tensors.js";
import { tensorFlowFor } from "../../../train/open-training.js";
import type { AnyRecipe, Clock, Forward, TrainingData } from "../../../train/recipe.js";
import { versionsOf } from "../../../train/run/environment.js";
import { type CommonSettings, checkSettings } from "../../../train/settings.js";
import { createStepper, type StepMode, type Stepper } from "../../../train/stepper.js";
import { type Job, readJob, readTensors } from "../workloads/job.js";
import { type AnyBenchModel, benchModel } from "../workloads/model.js";
import { firstOrder } from "../workloads/order.js";
import { answerRequests, type Contender } from "./answer.js";
import { profileStep } from "./kiln-profile.js";
import type { Part } from "./messages.js";

/** A training that stands still between two questions. */
class KilnContender implements Contender {
  readonly versions: Readonly<Record<string, string>>;
  readonly #tf: TF;
  readonly #job: Job;
  readonly #settings: CommonSettings;
  readonly #bench: AnyBenchModel;
  readonly #recipe: AnyRecipe;
  readonly #reader: BatchReader;
  readonly #folder: string;
  readonly #mode: StepMode;
  readonly #start: Tensors;
  readonly #validation: Tensors;
  readonly #forward: Forward;
  readonly #forwards: ForwardRunner;
  readonly #perEpoch: number;
  #ready: Tensors[] = [];
  #stepper: Stepper;
  #noise: Random;
  #batches: EpochBatches;
  #position = 0;
  #done = 0;

  constructor(
    tf: TF,
    given: { job: Job; folder: string; settings: CommonSettings; bench: AnyBenchModel; data: TrainingData },
    files: { start: Tensors; validation: Tensors },
    mode: StepMode,
  ) {
    this.versions = versionsOf(tf);
    this.#tf = tf;
    this.#job = given.job;
    this.#folder = given.folder;
    this.#settings = given.settings;
    this.#bench = given.bench;
    this.#recipe = given.bench.recipe;
    this.#reader = new BatchReader(given.data);
    this.#start = files.start;
    this.#validation = files.validation;
    this.#mode = mode;
    this.#forward = given.bench.forward(tf, given.settings);
    this.#forwards = new ForwardRunner(tf, mode);
    this.#perEpoch = stepsPerEpoch(given.data, given.settings);
    this.#stepper = this.#newStepper();
    this.#noise = this.#firstNoise();
    this.#batches = this.#firstBatches();
  }

  async steps(count: number): Promise<number> {
    const ready = await this.#readyBatches();
    let total = 0;
    for (let i = 0; i < count; i++) total += this.#step(ready[this.#done % ready.length] as Tensors);
    return total / count;
  }

  async train(count: number): Promise<number> {
    let total = 0;
    for (let i = 0; i < count; i++) {
      total += this.#step(await this.#nextBatch());
      await breathe();
    }
    return total / count;
  }

  async check(): Promise<number[]> {
    await this.reset();
    const random = await readTensors(this.#folder, "random");
    const order = (await readTensors(this.#folder, "order")).order;
    const [count = 0] = Object.values(random)[0]?.dims ?? [];
    const losses: number[] = [];
    for (let step = 0; step < count; step++) {
      const row = sliceRows(order as NonNullable<typeof order>, step, step + 1);
      const batch = await this.#reader.read(Uint32Array.from(row.data));
      losses.push(this.#step(batch, rowOf(random, step)));
    }
    await this.reset();
    return losses;
  }

  async evaluate(): Promise<number> {
    const given = this.#validation;
    const outputs = await this.#forwards.run(this.#forward, this.#stepper.weights, given, { rows: 256 });
    return this.#bench.lossOf(this.#settings, outputs, this.#validation);
  }

  async reset(): Promise<void> {
    this.#stepper.dispose();
    this.#stepper = this.#newStepper();
    this.#noise = this.#firstNoise();
    this.#batches = this.#firstBatches();
    this.#position = 0;
    this.#done = 0;
  }

  async profile(count: number): Promise<Part[]> {
    const { weights, optimizer } = this.#stepper.snapshot();
    return profileStep(this.#tf, {
      step: this.#recipe.step(this.#tf, this.#settings),
      mode: this.#mode,
      state: { weights: upload(this.#tf, weights), optimizer: upload(this.#tf, optimizer) },
      batches: await this.#readyBatches(),
      draw: () => this.#draw(),
      schedules: () => this.#recipe.schedules(this.#settings, this.#clock),
      count,
    });
  }

  #step(batch: Tensors, random: Tensors = this.#draw()): number {
    const schedules = this.#recipe.schedules(this.#settings, this.#clock);
    const { loss = Number.NaN } = this.#stepper.step({ batch, random, schedules });
    this.#done += 1;
    if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss} at step ${this.#done}`);
    return loss;
  }

  #draw(): Tensors {
    return this.#recipe.draw(this.#settings, this.#noise, this.#settings.batchSize);
  }

  get #clock(): Clock {
    const totalSteps = this.#settings.epochs * this.#perEpoch;
    const step = Math.min(this.#done, totalSteps - 1);
    const epoch = Math.floor(step / this.#perEpoch);
    return { step, epoch, stepsPerEpoch: this.#perEpoch, totalSteps, plateau: 1 };
  }

  async #nextBatch(): Promise<Tensors> {
    if (this.#position === this.#perEpoch) {
      this.#batches = this.#batchesFrom(this.#batches.after);
      this.#position = 0;
    }
    this.#position += 1;
    return await this.#batches.next();
  }

  async #readyBatches(): Promise<Tensors[]> {
    if (this.#ready.length > 0) return this.#ready;
    const batches = this.#firstBatches();
    const count = Math.min(this.#job.readyBatches, this.#perEpoch);
    for (let i = 0; i < count; i++) this.#ready.push(await batches.next());
    return this.#ready;
  }

  #newStepper(): Stepper {
    const weights = upload(this.#tf, this.#start);
    const optimizer = this.#recipe.initialOptimizer(this.#tf, this.#settings, weights);
    const step = this.#recipe.step(this.#tf, this.#settings);
    return createStepper(this.#tf, step, { weights, optimizer }, this.#mode);
  }

  #firstNoise(): Random {
    return Random.seeded(this.#job.seed, "noise");
  }

  #firstBatches(): EpochBatches {
    return this.#batchesFrom(firstOrder(this.#job.seed));
  }

  #batchesFrom(order: ReturnType<typeof firstOrder>): EpochBatches {
    return new EpochBatches(this.#reader, order, 0, this.#settings.batchSize, this.#perEpoch);
  }
}

function rowOf(tensors: Tensors, row: number): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      const slice = sliceRows(tensor, row, row + 1);
      return [name, { ...slice, dims: slice.dims.slice(1) } as Tensors[string]];
    }),
  );
}

async function open(folder: string, mode: StepMode): Promise<KilnContender> {
  const job = await readJob(folder);
  const bench = await benchModel(job.model);
  const settings = checkSettings(bench.recipe, job.settings, "job.json, settings");
  const { seed, cache } = job;
  const reporter = silentReporter;
  const data = await bench.recipe.prepare({ settings, seed, data: undefined, cache, reporter, signal: undefined });
  const tf = await tensorFlowFor(settings);
  const files = { start: await readTensors(folder, "start"), validation: await readTensors(folder, "validation") };
  return new KilnContender(tf, { job, folder, settings, bench, data }, files, mode);
}

await answerRequests(await open(argv[2] ?? "", argv[3] === "eager" ? "eager" : "captured"));
