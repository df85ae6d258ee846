/**
 * What the engine has to know about a model to train it. A recipe is an object of pure functions: it holds no state
 * between calls, so that everything the future of a training depends on is in the engine's hands, and in its checkpoint.
 */

import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import type { z } from "zod";
import type { AnyModelDefinition, Part } from "../core/definition.js";
import type { KilnError } from "../core/errors.js";
import type { DataSummary } from "../core/inference.js";
import type { Json, JsonObject } from "../core/json.js";
import type { PictureWords } from "../core/png-text.js";
import type { Random } from "../core/random.js";
import type { ReportSection, ReportTable } from "../core/report-section.js";
import type { Reporter } from "../core/reporter.js";
import type { Tensors } from "../core/tensor.js";
import type { TF } from "../trace/tensorflow.js";
import type { CommonSettings } from "./settings.js";

/** TensorFlow tensors by name. Weight names are paths, `gru/kernel`, and become scopes in the exported graph. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/** All that a step changes. */
export interface TrainingState {
  readonly weights: TensorMap;
  readonly optimizer: TensorMap;
}

/** All that a step is given beside its state. */
export interface StepInputs {
  readonly batch: TensorMap;
  /** What `draw` drew for this step: noise, dropout masks. */
  readonly random: TensorMap;
  /** What `schedules` said for this step, float32 scalars. */
  readonly schedules: Readonly<Record<string, Scalar>>;
}

/** What a step gives back. `metrics` are scalars, means over the batch; "loss" is one of them. */
export interface StepResult {
  readonly state: TrainingState;
  readonly metrics: Readonly<Record<string, Tensor>>;
}

/**
 * One training step: forward, gradients, optimizer. Pure: it reads no value back, draws nothing, and depends on its
 * arguments alone, so that it can be recorded once and run as one native call.
 */
export type Step = (state: TrainingState, inputs: StepInputs) => StepResult;

/** A pure function of weights and inputs. All inputs and outputs have the batch as their first dimension. */
export type Forward = (weights: TensorMap, inputs: TensorMap) => TensorMap;

/** Where a training is; schedules are pure functions of it. */
export interface Clock {
  /** Steps done so far: 0 at the first step. */
  readonly step: number;
  /** Epochs done so far, whole. */
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** 1, times `plateauFactor` for each time that the monitored metric stopped getting better. */
  readonly plateau: number;
}

/** Examples to train on, as the engine reads them. */
export interface TrainingData {
  readonly summary: DataSummary;
  /**
   * What the network or the contract depends on and only the data say: names of classes, a column's mean. They are kept in
   * `config.json` and must be the same when the run is resumed; `forFacts` is given them.
   */
  readonly facts?: JsonObject;
  /** How many training examples there are; `batch` is asked for indices below this, and no others. */
  readonly examples: number;
  /**
   * How often an epoch goes through all of them; once when left out. A small set is worth several times: an epoch ends with
   * an evaluation and a checkpoint, which would otherwise come after a few steps.
   */
  readonly passes?: number;
  /**
   * The examples at `indices`, stacked: the same tensors each time, each with a row for every index. It may be asynchronous (decoding in workers): the engine asks for the next
   * batches while a step runs.
   */
  batch(indices: Uint32Array): Tensors | Promise<Tensors>;
  close?(): Promise<void>;
}

/** What `prepare` is given. */
export interface PrepareContext<Settings> {
  readonly settings: Settings;
  readonly seed: number;
  /** The user's data; undefined means the embedded data, made from the seed. */
  readonly data: string | undefined;
  /** Folder that relative paths in a model's file start from: the project's. The working directory when left out. */
  readonly base?: string | undefined;
  /** Folder for things that can be made again. */
  readonly cache: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
}

/** What `evaluate` and `finish` are given. */
export interface EvaluateContext<Settings, Data> {
  readonly tf: TF;
  readonly settings: Settings;
  readonly data: Data;
  readonly seed: number;
  /** Epochs done. */
  readonly epoch: number;
  /** The run directory, for pictures and sheets. Nothing in it is ever read back by training. */
  readonly directory: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
  /** A fresh stream, the same each time for the same label: an evaluation must not depend on how often it ran. */
  random(label: string): Random;
  /**
   * Runs a pure function of the current weights (in `finish`: the best ones) on many rows, `rows` at a time (1024 when
   * left out). The last part is filled up by repeating its last row, and the surplus is cut off, so that every call
   * has the same shape. Give the same function each time: it is recorded once. A new closure is recorded anew at each call, which takes as
   * long as many calls; what was recorded for those before is given back.
   */
  run(forward: Forward, inputs: Tensors, rows?: number): Promise<Tensors>;
  /** Copies of the weights that `run` uses. */
  weights(): Tensors;
}

/** What a training ends with. */
export interface Finished {
  /** Numbers that belong to the model beside its weights: a temperature, a mixture. */
  readonly fitted: Readonly<Record<string, Json>>;
  /** Everything that was measured, for `evaluation.json`. */
  readonly evaluation: JsonObject;
  /** Final figures, each with its split in its name: `test.accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What the figures are worth, in sentences. */
  readonly remarks: readonly string[];
  /** Tables of its own for the report of the run. */
  readonly sections?: readonly ReportSection[];
}

/** What `pictures` is given: nothing of it is open any more, and what is drawn depends on nothing else. */
export interface PicturesContext<Settings, Data> {
  readonly settings: Settings;
  readonly data: Data;
  /** What `finish` or `evaluatePublished` measured. */
  readonly evaluation: JsonObject;
  /** Figures of each epoch, from the first, by names such as `training.loss`; empty where nothing was trained just now. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
}

/** What `firstBatch` is given: copies of what the first step gets, as host arrays. */
export interface FirstBatchContext<Settings, Data> {
  readonly settings: Settings;
  readonly data: Data;
  readonly batch: Tensors;
  readonly random: Tensors;
  readonly schedules: Readonly<Record<string, number>>;
}

/** A drawing of the first batch. */
export interface BatchPicture {
  /** An SVG document. */
  readonly svg: string;
  /** Given where pictures are inside: the PNG alone is kept then, with these words in it. */
  readonly pngOnly?: PictureWords;
}

/** What `evaluatePublished` is given. */
export interface PublishedContext<Settings, Data> {
  /** The settings that the version was trained with. */
  readonly settings: Settings;
  readonly data: Data;
  readonly seed: number;
  /** Numbers that were published beside the weights: a temperature. */
  readonly fitted: Readonly<Record<string, Json>>;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
  /** Runs a published graph on raw inputs, as many rows as there are, some at a time. */
  infer(graph: string, inputs: Tensors): Promise<Tensors>;
}

/** What a published version is worth. */
export interface PublishedEvaluation {
  /** In the form of the training run's `evaluation.json`. */
  readonly evaluation: JsonObject;
  /** The model beside its baselines, for a person. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Further tables, such as skill on some of the examples. */
  readonly more?: readonly ReportTable[];
  /** What the figures are worth, in sentences. */
  readonly remarks: readonly string[];
}

/** What a loader found, for `kiln data`. */
export interface DataReport {
  readonly summary: DataSummary;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly json: JsonObject;
  /** True when a person wants to see every row, however many there are. */
  readonly whole?: boolean;
  /** Why a training would refuse these data; what was found is reported all the same. */
  readonly refusal?: KilnError;
}

/** The data side of `kiln data`. */
export interface RecipeData<Settings> {
  /** What `--data` names for this model, in words: "a CSV table". Null when it reads no data but its own. */
  readonly reads: string | null;
  /** A dry run of the loader. */
  describe(context: Omit<PrepareContext<Settings>, "cache">): Promise<DataReport>;
  /** Writes the embedded data into `out`, a folder that is there; gives the files written. */
  write(context: { out: string; seed: number; settings: Settings; reporter: Reporter }): Promise<string[]>;
}

/** A named set of settings. */
export interface Preset<Settings> {
  readonly summary: string;
  readonly values: Partial<Settings>;
}

/** One run of a `SweepPreset`. */
export interface SweepRun {
  readonly name: string;
  readonly preset: string;
  readonly set: readonly string[];
  /** What it is in the short form where that makes something else of it: a name that says so, and settings of its own. */
  readonly short?: { readonly name: string; readonly set: readonly string[] };
}

/** Runs that belong together, for `kiln sweep`: each is a preset with settings of its own. */
export interface SweepPreset {
  readonly summary: string;
  readonly runs: readonly SweepRun[];
  /** Settings that make every run short, and a sentence about it for the report. */
  readonly quick: { readonly set: readonly string[]; readonly remark: string };
}

/** Settings that have no effect, each with the reason. */
export type IdleSettings<Settings> = Readonly<Partial<Record<keyof Settings & string, string>>>;

/** A recipe as it is written: see the fields. `Data` is what `prepare` makes and only the recipe looks into. */
export interface RecipeSpec<Settings extends CommonSettings, Data extends TrainingData> {
  readonly model: AnyModelDefinition;
  readonly summary: string;
  /** A flat strict object schema over `commonSettings`; every key has a default and is a key of `--set`. */
  readonly settings: z.ZodObject & z.ZodType<Settings>;
  readonly presets: Readonly<Record<string, Preset<Settings>>>;
  readonly defaultPreset: string;
  /** Sweeps by name: experiments worth repeating as a whole. */
  readonly sweeps?: Readonly<Record<string, SweepPreset>>;
  /** What settings that were added later stood for before there were any; a run whose `config.json` lacks one keeps to it. */
  readonly settingsBefore?: Partial<Settings>;
  /**
   * Settings that nothing reads beside these others, each with what would make it count: "only loss=weighted reads it".
   * The engine refuses them when somebody gives them. Left out: every setting always counts.
   */
  readonly idleSettings?: (settings: Settings, data: string | undefined) => IdleSettings<Settings>;
  /** Which figure of `evaluate` picks the best weights, and steers plateau and early stopping. */
  readonly monitor: { readonly metric: string; readonly goal: "minimum" | "maximum" };
  /** Figures of an epoch worth a person's glance, three to five; left out: the training loss and the monitored one. */
  readonly headline?: readonly string[];
  /** Figures of `evaluate` that no weight changes, baselines: told once, before the first epoch's line. */
  readonly constants?: readonly string[];
  readonly data: RecipeData<Settings>;

  prepare(context: PrepareContext<Settings>): Promise<Data>;
  /**
   * The recipe for the facts of its data (`TrainingData.facts`), where its contract, weights, step or graphs depend on them.
   * The engine asks for it before it asks for any of these; left out: nothing depends on facts. It may load TensorFlow, which
   * the engine has done by then where it knows with how many threads.
   */
  forFacts?(facts: JsonObject): AnyRecipe | Promise<AnyRecipe>;
  /** The weights before the first step. */
  initialize(settings: Settings, random: Random): Tensors;
  /** The optimizer's state before the first step. */
  initialOptimizer(tf: TF, settings: Settings, weights: TensorMap): TensorMap;
  /** The random inputs of one step; no entries when there are none. */
  draw(settings: Settings, random: Random, batchSize: number): Tensors;
  /** Numbers that change while training runs: `learningRate`, a KL weight. Pure. */
  schedules(settings: Settings, clock: Clock): Readonly<Record<string, number>>;
  step(tf: TF, settings: Settings): Step;
  /** Figures after an epoch, each with its split in its name; must hold `monitor.metric`. */
  evaluate(context: EvaluateContext<Settings, Data>): Promise<Record<string, number>>;
  /** After the last epoch, with the best weights. */
  finish(context: EvaluateContext<Settings, Data>): Promise<Finished>;
  /** Pictures of what was measured, SVG documents by name; the engine writes them beside the figures, also as PNG. */
  pictures?(context: PicturesContext<Settings, Data>): Promise<Readonly<Record<string, string>>>;
  /** Draws what the first step gets; left out: it is drawn by the shapes of its tensors. Nothing of it reaches the step. */
  firstBatch?(context: FirstBatchContext<Settings, Data>): Promise<BatchPicture>;
  /** Repeats the evaluation of `finish` with a published version in the place of the weights. */
  evaluatePublished?(context: PublishedContext<Settings, Data>): Promise<PublishedEvaluation>;
  /** The inference functions by graph name, as the contract describes them: raw values in, answers out. */
  graphs(tf: TF, settings: Settings, fitted: Readonly<Record<string, Json>>): Readonly<Record<string, Forward>>;
}

/** A recipe: how a model is trained. */
export interface Recipe<Settings extends CommonSettings, Data extends TrainingData>
  extends RecipeSpec<Settings, Data>,
    Part<"recipe"> {
  /** The folder of the project that lists it, said by whoever loads it. */
  readonly base?: string | undefined;
}

/**
 * A recipe, as the default export of a module that a model names as its `recipe`.
 *
 * @example
 * ```ts
 * export default defineRecipe<ParcelSettings, Parcels>({
 *   model: parcel,
 *   summary: "A line through made-up parcels",
 *   // ...
 * });
 * ```
 */
export function defineRecipe<Settings extends CommonSettings, Data extends TrainingData>(
  spec: RecipeSpec<Settings, Data>,
): Recipe<Settings, Data> {
  return { kind: "recipe", ...spec };
}

/** A recipe whose settings and data are its own business. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds recipes of different settings; `settings` checks them.
export type AnyRecipe = Recipe<any, any>;
