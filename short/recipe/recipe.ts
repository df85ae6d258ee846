/** The recipe of a model in the short form: the full form, written by what its file says. */

import { z } from "zod";
import type { AnyModelDefinition } from "../../core/definition.js";
import { FailedError, UsageError } from "../../core/errors.js";
import { type Json, type JsonObject, parseAs } from "../../core/json.js";
import type { Tensors } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import { buildNetwork, type NetworkFunction } from "../../train/nn/network.js";
import { optimizerNamed } from "../../train/optimizers/named.js";
import type { Forward } from "../../train/recipe.js";
import { defineRecipe, type EvaluateContext, type Recipe } from "../../train/recipe.js";
import { contractOf } from "../contract.js";
import type { AnyModelSpec } from "../define-model.js";
import { evaluateShort } from "../evaluation/evaluate.js";
import { evaluationPictures } from "../evaluation/pictures.js";
import { readFacts } from "../facts.js";
import { fieldsOf, networkInputs, networkOutputs } from "../fields.js";
import type { BoundModel } from "../layers/foreign.js";
import type { Answering } from "./answers.js";
import { prepareShort, type ShortData, shortDataCommands } from "./data.js";
import { figuresOf } from "./figures.js";
import { lossesOf, rowLosses } from "./losses.js";
import { type MeasureParts, measure, measuringForward } from "./measure.js";
import { askingForward, askPart, publishedAnswers, type Temperatures, temperaturesOf } from "./published-answers.js";
import { idleSettings, ownSettings, type Settings, settingsSchema } from "./settings.js";
import { shortSchedules, shortStep } from "./step.js";
import { asAverages, parted, type TrainableNetwork } from "./trainable.js";

/** The recipe before the data are read. */
export function shortRecipe(model: AnyModelDefinition, spec: AnyModelSpec): Recipe<Settings, ShortData> {
  const unbound = (): never => {
    throw new FailedError(`the network of ${spec.name} is not made before its data are read`);
  };
  return defineRecipe<Settings, ShortData>({
    model,
    summary: model.summary,
    settings: settingsSchema(spec),
    presets: { demo: { summary: "the model's own defaults", values: {} }, ...presetsOf(spec) },
    defaultPreset: "demo",
    idleSettings,
    monitor: { metric: "validation.loss", goal: "minimum" },
    headline: ["training.loss", "validation.loss", "validation.accuracy", "validation.error"],
    data: shortDataCommands(spec),
    prepare: (context) => prepareShort(spec, context),
    forFacts: (facts) => boundRecipe(model, spec, facts),
    schedules: shortSchedules,
    initialize: unbound,
    initialOptimizer: unbound,
    draw: unbound,
    step: unbound,
    evaluate: unbound,
    finish: unbound,
    graphs: unbound,
    evaluatePublished: unbound,
  });
}

function presetsOf({ presets }: AnyModelSpec) {
  return Object.fromEntries(
    Object.entries(presets ?? {}).map(([name, { summary, values }]) => [
      name,
      { summary, values: values as Partial<Settings> },
    ]),
  );
}

/** The recipe for what its data say. */
async function boundRecipe(
  model: AnyModelDefinition,
  listed: AnyModelSpec,
  given: JsonObject,
): Promise<Recipe<Settings, ShortData>> {
  const facts = readFacts(given);
  const foreign = await listed.foreign?.bind(facts.foreign ?? {});
  const spec = foreign?.spec ?? listed;
  const losses = lossesOf(spec, facts);
  const judges = rowLosses(losses, facts);
  const augmentation = spec.data.augmentation?.(fieldsOf(spec));
  const answering: Answering[] = Object.entries(spec.outputs).map(([name, output]) => {
    const loss = losses[name];
    if (loss === undefined) throw new FailedError(`there is no loss for ${name}`);
    return { name, output, loss, facts };
  });
  const network =
    foreign === undefined ? networksOf(spec, facts, losses) : foreignNetwork(spec, facts, losses, foreign);
  // What somebody else's model was compiled with stands where nobody set something else.
  const effective = (settings: Settings): Settings => withCompiled(listed, settings, foreign?.compiled ?? {});
  const partsOf = (settings: Settings): MeasureParts => ({ network: network(settings), judges, answering });
  // The same function each time, so that it is recorded once.
  const forwards = new Map<TrainableNetwork, Forward>();
  const measuring = (tf: TF, settings: Settings): Forward => {
    const parts = partsOf(settings);
    const known = forwards.get(parts.network) ?? measuringForward(tf, parts);
    forwards.set(parts.network, known);
    return known;
  };
  const measured = (context: EvaluateContext<Settings, ShortData>, part: "validation" | "test") =>
    measure(
      context.data.dataset,
      part,
      answering,
      (inputs) => context.run(measuring(context.tf, context.settings), inputs),
      context.signal,
    );
  return defineRecipe<Settings, ShortData>({
    ...shortRecipe(model, listed),
    model: { ...model, config: z.record(z.string(), z.unknown()), contract: () => [contractOf(spec, facts)] },
    initialize(settings, random) {
      const made = network(settings);
      const weights = made.initialize(random);
      if (settings.averageDecay === 0) return weights;
      const averages = Object.entries(weights).filter(([name]) => made.weights.get(name)?.trainable === true);
      return { ...weights, ...asAverages(Object.fromEntries(averages)) };
    },
    initialOptimizer: (tf, settings, weights) =>
      optimizerNamed(effective(settings).optimizer).init(tf, parted(network(settings), weights).trainable),
    draw: (settings, random, rows) => ({
      ...network(settings).draw(random, rows),
      ...augmentation?.draw(random, rows),
    }),
    schedules: (settings, clock) => shortSchedules(effective(settings), clock),
    step: (tf, settings) => shortStep(tf, effective(settings), { ...partsOf(settings), losses, augmentation }),
    evaluate: async (context) => figuresOf(spec, losses, "validation", await measured(context, "validation")),
    async finish(context) {
      const { tf, settings, data, seed, reporter, signal } = context;
      const validation = await measured(context, "validation");
      const test = await measured(context, "test");
      const temperatures = temperaturesOf(validation);
      const asking = askingForward(tf, network(settings), answering, temperatures);
      const { evaluation, metrics, remarks, sections } = await evaluateShort({
        spec,
        facts,
        dataset: data.dataset,
        validation: publishedAnswers(validation, temperatures),
        test: publishedAnswers(test, temperatures),
        ask: (inputs) => context.run(asking, inputs),
        seed,
        learned: settings.learnedBaselines,
        reporter,
        signal,
      });
      const figures = {
        ...figuresOf(spec, losses, "validation", validation),
        ...figuresOf(spec, losses, "test", test),
      };
      return {
        fitted: { temperature: { ...temperatures } },
        evaluation,
        metrics: { ...figures, ...metrics },
        remarks,
        sections,
      };
    },
    pictures: async ({ data, evaluation, epochs }) =>
      evaluationPictures(evaluation, epochs, data.summary.simulated ? "Simulated" : undefined),
    async evaluatePublished({ settings, data, seed, reporter, signal, infer }) {
      const { dataset } = data;
      const inputs = Object.keys(spec.inputs);
      const ask = (rows: Tensors) => infer(spec.name, rows);
      const { evaluation, outputs, remarks, sections } = await evaluateShort({
        spec,
        facts,
        dataset,
        validation: await askPart(dataset, "validation", inputs, answering, ask),
        test: await askPart(dataset, "test", inputs, answering, ask),
        ask,
        seed,
        learned: settings.learnedBaselines,
        reporter,
        signal,
      });
      const [first, ...others] = outputs;
      return {
        evaluation,
        columns: first?.columns ?? [],
        rows: first?.rows ?? [],
        more: [...(sections[0]?.tables.slice(1) ?? []), ...others.flatMap(({ tables }) => tables)],
        remarks,
      };
    },
    graphs: (tf, settings, fitted) => ({
      [spec.name]: askingForward(tf, network(settings), answering, temperaturesIn(fitted)),
    }),
  });
}

function withCompiled(spec: AnyModelSpec, settings: Settings, compiled: BoundModel["compiled"]): Settings {
  const usual = settingsSchema(spec).parse({});
  return {
    ...settings,
    ...(compiled.optimizer !== undefined && settings.optimizer === usual.optimizer
      ? { optimizer: compiled.optimizer }
      : {}),
    ...(compiled.learningRate !== undefined && settings.learningRate === usual.learningRate
      ? { learningRate: compiled.learningRate }
      : {}),
  };
}

/** @throws UsageError when the model gives another number of numbers than an output has. */
function foreignNetwork(
  spec: AnyModelSpec,
  facts: ReturnType<typeof readFacts>,
  losses: ReturnType<typeof lossesOf>,
  { network }: BoundModel,
): () => TrainableNetwork {
  for (const { name, width, what } of networkOutputs(spec, facts, losses)) {
    const given = network.widths?.[name];
    if (given === width) continue;
    throw new UsageError(
      `${spec.name}: the output "${name}" is ${what}, and the model gives ${given ?? "no"} numbers`,
      {
        next: `Let its last layer have ${width} units.`,
      },
    );
  }
  return () => network;
}

function temperaturesIn({ temperature }: Readonly<Record<string, Json>>): Temperatures {
  return temperature === undefined
    ? {}
    : parseAs(z.record(z.string(), z.number().positive()), temperature, "temperatures");
}

/** The network by the settings that it reads; one for all that read the same. */
function networksOf(
  spec: AnyModelSpec,
  facts: ReturnType<typeof readFacts>,
  losses: ReturnType<typeof lossesOf>,
): (settings: Settings) => TrainableNetwork {
  const made = new Map<string, TrainableNetwork>();
  const outputs = networkOutputs(spec, facts, losses);
  return (settings) => {
    const own = ownSettings(spec, settings);
    const key = JSON.stringify(own);
    const known = made.get(key);
    if (known !== undefined) return known;
    const run = spec.network as unknown as (...given: unknown[]) => ReturnType<NetworkFunction>;
    const built = buildNetwork((inputs, nn) => run(inputs, nn, own), networkInputs(spec), outputs, facts);
    made.set(key, built);
    return built;
  };
}
