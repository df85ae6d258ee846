/** A model of `tf.layers`, unchanged, as a model of Kiln. */
import type { LayersModel } from "@tensorflow/tfjs-node";
import { z } from "zod";
import { messageOf, UsageError } from "../../core/errors.js";
import { type JsonObject, parseAs } from "../../core/json.js";
import { Random } from "../../core/random.js";
import { sizeOf } from "../../core/tensor.js";
import { loadTensorFlow, type TF, tensorFlowThreads } from "../../trace/tensorflow.js";
import type { Reader } from "../../train/data/dataset.js";
import type { LossChoice } from "../../train/losses/loss-choice.js";
import { tensorFlowFor } from "../../train/open-training.js";
import { type AnyModelSpec, definitionOf, type Model, type ModelSpec } from "../define-model.js";
import { type AnyInput, type AnyOutput, labels, number } from "../specs.js";
import { compiledWith, isOptimizer } from "./compiled.js";
import type { BoundModel, ForeignModel, OpenedModel } from "./foreign.js";
import { toLogOdds } from "./last-activation.js";
import { LayersNetwork } from "./layers-network.js";
import { withSeededEngine } from "./seeded.js";

/** Makes a model of `tf.layers`, once TensorFlow is there. */
export type MakeLayers = (tf: TF) => LayersModel | Promise<LayersModel>;

/** What is said beside the model; see `ModelSpec` for what is not described here. */
export interface LayersOptions
  extends Pick<
    ModelSpec<string, Readonly<Record<string, AnyInput>>, Readonly<Record<string, AnyOutput>>, z.ZodRawShape>,
    "title" | "summary" | "defaults" | "metrics" | "edgeCases" | "presets" | "commands"
  > {
  /** Its fields are the model's inputs, in the model's order, and then its outputs. */
  readonly data: Reader;
  /** The names of the classes, in the order of the output; left out: those that the data have, where the model tells classes. */
  readonly labels?: readonly string[];
  /** What the inputs are, where they are no plain numbers: pictures, categories; in the model's order. */
  readonly inputs?: Readonly<Record<string, AnyInput>>;
  /** What the outputs are, where there are several; in the model's order. */
  readonly outputs?: Readonly<Record<string, AnyOutput>>;
  /** Left out: what the model was compiled with, or what fits the outputs. */
  readonly loss?: LossChoice | Readonly<Record<string, LossChoice>>;
}

/**
 * A `tf.LayersModel`, Sequential or functional, as it is: trained as one native call a step, resumed to the same bits,
 * exported, served. Dropout's masks become inputs of the step, the statistics of batch normalisation state. Weights that
 * are fresh are drawn from the run's seed, weights that were loaded stay. What `compile` was told is read (settings that
 * are given go before it), and a softmax at the end is taken off and put back by the graph, so that it is never applied
 * twice.
 *
 * @param make gets TensorFlow when a training begins; it makes the model anew each time.
 * @throws UsageError for a name that cannot be one.
 *
 * @example
 * ```ts
 * export default fromLayers((tf) => tf.sequential({ layers: [tf.layers.dense({ units: 10, inputShape: [784] })] }), {
 *   name: "digits",
 *   labels: [..."0123456789"],
 *   data: arrays({ pixels, digit }),
 * });
 * ```
 */
export function fromLayers<const Name extends string>(
  make: MakeLayers,
  options: LayersOptions & { readonly name: Name },
): Model<Name, Record<string, unknown>, Record<string, unknown>> {
  const spec: AnyModelSpec = {
    ...(options as Omit<LayersOptions, "inputs" | "outputs" | "loss"> & { readonly name: Name }),
    inputs: options.inputs ?? {},
    outputs: outputsSaid(options) ?? {},
    network: () => {
      throw new UsageError(`${options.name} is made by its layers`);
    },
    foreign: foreignModel(make, options),
  };
  return definitionOf(options.name, spec);
}

const factsSchema = z.object({
  /** The seed that fresh weights were drawn from. */
  seed: z.int(),
  inputs: z.record(z.string(), z.json()),
  outputs: z.record(z.string(), z.json()),
  loss: z.record(z.string(), z.json()),
  optimizer: z.string().optional(),
  learningRate: z.number().positive().optional(),
});

function outputsSaid({ outputs, labels: names, data }: LayersOptions): Readonly<Record<string, AnyOutput>> | undefined {
  if (outputs !== undefined) return outputs;
  const last = data.keys.at(-1);
  return names === undefined || last === undefined ? undefined : { [last]: labels(names) };
}

function foreignModel(make: MakeLayers, options: LayersOptions & { readonly name: string }): ForeignModel {
  const made = new Map<number, Promise<LayersModel>>();
  const built = async (tf: TF): Promise<LayersModel> => {
    try {
      const model = await make(tf);
      // A Sequential waits for its first use, which would draw its weights outside of the seeded stream.
      if (!model.built && model instanceof tf.Sequential) model.build();
      return model;
    } catch (cause) {
      throw new UsageError(`${options.name}: the model could not be made: ${messageOf(cause)}`, { cause });
    }
  };
  const modelOf = (tf: TF, seed: number): Promise<LayersModel> => {
    const before = made.get(seed);
    const model = before ?? withSeededEngine(Random.seeded(seed, "weights"), async () => await built(tf));
    made.set(seed, model);
    return model;
  };
  return {
    async open({ settings, seed, reporter }): Promise<OpenedModel> {
      // A model can only be looked at where TensorFlow is: the number of threads is taken, not measured.
      const threads = settings.threads === "auto" ? (tensorFlowThreads() ?? 1) : settings.threads;
      const tf = await tensorFlowFor({ ...settings, threads });
      const model = await modelOf(tf, seed);
      requireBuilt(options.name, model);
      const { inputs, outputs } = fieldsOfModel(options, model);
      const compiled = compiledWith(model, options.loss !== undefined);
      const names = Object.keys(outputs);
      const loss = Object.fromEntries(
        names.map((name, i) => [name, lossOf(options, name, compiled.losses?.[i] ?? likely(model, i, outputs[name]))]),
      );
      const { optimizer, learningRate } = compiled;
      if (optimizer !== undefined) {
        const at = learningRate === undefined ? "" : ` at a rate of ${Number(learningRate.toPrecision(3))}`;
        reporter.note(`The model was compiled with ${optimizer}${at}: so it is trained, unless --set says otherwise.`);
      }
      const facts = JSON.parse(JSON.stringify({ seed, inputs, outputs, loss, optimizer, learningRate })) as JsonObject;
      return { spec: specOf(options, facts), facts };
    },
    async bind(facts): Promise<BoundModel> {
      const { seed, optimizer, learningRate } = parseAs(factsSchema, facts, "facts of the model");
      const tf = await loadTensorFlow();
      const model = await modelOf(tf, seed);
      const spec = specOf(options, facts);
      const outputs = Object.entries(spec.outputs).map(([name, output], i) => {
        if (output.kind === "labels") toLogOdds(tf, model, i, name);
        return { name, width: sizeOf(lengthsOf(model.outputs[i]?.shape, name)) };
      });
      const inputs = Object.entries(spec.inputs).map(([name, { kind }]) => ({
        name,
        scale: kind === "picture" ? 1 / 255 : 1,
      }));
      // It has taken the model's end off and belongs to its network: the next training makes another.
      made.delete(seed);
      return {
        spec,
        network: new LayersNetwork(tf, model, { inputs, outputs }),
        compiled: {
          ...(isOptimizer(optimizer) ? { optimizer } : {}),
          ...(learningRate === undefined ? {} : { learningRate }),
        },
      };
    },
  };
}

function specOf(options: LayersOptions & { readonly name: string }, facts: JsonObject): AnyModelSpec {
  const { inputs, outputs, loss } = parseAs(factsSchema, facts, "facts of the model");
  return {
    ...(options as Omit<LayersOptions, "inputs" | "outputs" | "loss"> & { readonly name: string }),
    inputs: inputs as unknown as Readonly<Record<string, AnyInput>>,
    outputs: outputs as unknown as Readonly<Record<string, AnyOutput>>,
    loss: loss as unknown as Readonly<Record<string, LossChoice>>,
    network: () => ({}),
  };
}

function requireBuilt(name: string, model: LayersModel): void {
  const { inputs } = model as unknown as { inputs?: unknown };
  if (!model.built || inputs === undefined) {
    throw new UsageError(`${name}: the model does not know the shape of its input`, {
      next: "Give its first layer an inputShape: tf.layers.dense({ units: 10, inputShape: [784] }).",
    });
  }
  const stateful = model.layers.find((layer) => (layer as { stateful?: boolean }).stateful === true);
  if (stateful !== undefined) {
    throw new UsageError(
      `${name}: the layer ${stateful.name} is stateful: what a row gives would depend on the rows before`,
      {
        next: "Leave stateful out; give it whole series.",
      },
    );
  }
}

/** Inputs and outputs as the file says them, or as the model has them. */
function fieldsOfModel(options: LayersOptions & { readonly name: string }, model: LayersModel) {
  const { name, data } = options;
  const outputs = outputsSaid(options) ?? likelyOutputs(options, model);
  const inputs =
    options.inputs ??
    likelyInputs(
      data.keys.filter((key) => !Object.hasOwn(outputs, key)),
      model,
    );
  for (const [what, fields, tensors] of [
    ["inputs", inputs, model.inputs],
    ["outputs", outputs, model.outputs],
  ] as const) {
    const given = Object.keys(fields);
    if (given.length === tensors.length) continue;
    throw new UsageError(
      `${name}: the model has ${tensors.length} ${what}, and there are ${given.length} (${given.join(", ") || "none"})`,
      { next: `Name them in the model's order: ${what}: { … }; the data fill each.` },
    );
  }
  return { inputs, outputs };
}

function likelyInputs(names: readonly string[], model: LayersModel): Record<string, AnyInput> {
  return Object.fromEntries(
    names.map((name, i) => [name, number({ shape: lengthsOf(model.inputs[i]?.shape ?? [null, 1], name) })]),
  );
}

function likelyOutputs(
  { data, name }: LayersOptions & { readonly name: string },
  model: LayersModel,
): Record<string, AnyOutput> {
  const last = data.keys.at(-1);
  if (last === undefined) throw new UsageError(`${name}: its data have no fields`);
  const compiled = compiledWith(model, false).losses?.[0];
  if (compiled === "crossEntropy" || compiled === "binary") return { [last]: labels() };
  return { [last]: number({ shape: lengthsOf(model.outputs[0]?.shape, last) }) };
}

/** Labels that are told by one number need the sigmoid's loss. */
function likely(model: LayersModel, i: number, output: AnyOutput | undefined): LossChoice {
  if (output?.kind !== "labels") return "meanSquared";
  return sizeOf(lengthsOf(model.outputs[i]?.shape, "")) === 1 ? "binary" : "crossEntropy";
}

function lossOf({ loss }: LayersOptions, name: string, fallback: LossChoice): LossChoice {
  if (loss === undefined) return fallback;
  if (typeof loss === "string" || typeof loss.kind === "string") return loss as LossChoice;
  return (loss as Readonly<Record<string, LossChoice>>)[name] ?? fallback;
}

/** A shape without its batch. */
function lengthsOf(shape: unknown, name: string): number[] {
  const [, ...lengths] = Array.isArray(shape) ? (shape as (number | null)[]) : [];
  return lengths.map((length) => {
    if (length !== null) return length;
    throw new UsageError(`the model leaves a length of "${name}" open`, {
      next: "Give it a fixed inputShape: the graph is written for it.",
    });
  });
}
