/** The model of the comparison in the short form: two dense layers, and every default. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GraphModel, Tensor } from "@tensorflow/tfjs-node";
import { FailedError } from "../../../core/errors.js";
import { inferenceFiles } from "../../../core/inference.js";
import { silentReporter } from "../../../core/reporter.js";
import { defineModel } from "../../../short/define-model.js";
import { labels, number } from "../../../short/specs.js";
import type { Field, Reader } from "../../../train/data/dataset.js";
import { freeze } from "../../../train/freeze.js";
import { tensorFlowFor } from "../../../train/open-training.js";
import type { AnyRecipe } from "../../../train/recipe.js";
import { resolveSettings } from "../../../train/settings.js";
import { train } from "../../../train/train.js";
import type { OwnData, PartRows } from "./compare.js";

/** Units of the hidden layers, of Keras too. */
export const HIDDEN = [64, 64] as const;

/** The fields of a table, as the model has them. */
export function fieldsOfTable({ columns, kind }: OwnData): Field[] {
  return [
    { name: "x", role: "input", kind: "number", shape: [columns] },
    { name: "y", role: "output", kind, shape: kind === "number" ? [1] : [] },
  ];
}

function ownModel({ name, columns, kind }: OwnData, data: Reader<"x" | "y">) {
  const inputs = { x: number({ shape: [columns] }) };
  if (kind === "number") {
    return defineModel({
      name,
      inputs,
      outputs: { y: number() },
      data,
      network: ({ x }, nn) => ({
        y: nn.dense(nn.dense(nn.dense(nn.standardize(x), HIDDEN[0], "relu"), HIDDEN[1], "relu"), 1),
      }),
    });
  }
  return defineModel({
    name,
    inputs,
    outputs: { y: labels() },
    data,
    network: ({ x }, nn) => ({
      y: nn.logits(nn.dense(nn.dense(nn.standardize(x), HIDDEN[0], "relu"), HIDDEN[1], "relu"), "y"),
    }),
  });
}

/** What a training of it gave. */
export interface TrainedOwn {
  readonly seconds: number;
  /** Published answers to the test rows. */
  readonly answer: ArrayLike<number>;
  readonly settings: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly patience: number;
  };
}

/** Trains it as `kiln train` does, and asks the graph that it leaves to be published. */
export async function trainOwn(
  data: OwnData,
  test: PartRows,
  { reader, seed, scratch, signal }: { reader: Reader<"x" | "y">; seed: number; scratch: string; signal: AbortSignal },
): Promise<TrainedOwn> {
  const model = ownModel(data, reader);
  const recipe = (await model.recipe?.())?.default as AnyRecipe | undefined;
  if (recipe === undefined) throw new FailedError("the short form made no recipe");
  const set = ["learnedBaselines=false", "threads=1"];
  const out = join(scratch, `${data.name}-${seed}`);
  const { run, seconds } = await train(
    recipe,
    { out, seed, set, cache: join(scratch, "cache"), signal },
    silentReporter,
  );
  await freeze(recipe, run, silentReporter, { cache: join(scratch, "cache"), signal });
  const { settings } = resolveSettings(recipe, undefined, set);
  const tf = await tensorFlowFor(settings);
  const file = pathToFileURL(join(run, inferenceFiles.folder, data.name, inferenceFiles.graph)).href;
  const graph: GraphModel = await tf.loadGraphModel(file);
  const asked = tf.tensor2d([...test.x], [test.y.length, data.columns]);
  const told = graph.predict({ x: asked }) as Tensor | Readonly<Record<string, Tensor>>;
  const answer = "dataSync" in told ? (told as Tensor).dataSync() : (told.y?.dataSync() ?? []);
  graph.dispose();
  const { epochs, batchSize, learningRate, stopPatience: patience } = settings;
  return { seconds, answer, settings: { epochs, batchSize, learningRate, patience } };
}
