/** A reader's rows as the engine wants them. */
import { UsageError } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import type { Dataset } from "../../train/data/dataset.js";
import type { PrepareContext, RecipeData, TrainingData } from "../../train/recipe.js";
import type { AnyModelSpec } from "../define-model.js";
import { factsOf } from "../facts.js";
import { fieldsOf } from "../fields.js";
import type { Settings } from "./settings.js";

/** Steps that an epoch should have: it ends with an evaluation and a checkpoint. */
const STEPS = 20;

/** The data of a short-form training. */
export interface ShortData extends TrainingData {
  readonly dataset: Dataset;
  readonly facts: JsonObject;
}

/**
 * Opens the reader.
 *
 * @throws UsageError when the reader does not fill every field; what the reader throws for data that cannot be
 * learned from.
 */
export async function prepareShort(listed: AnyModelSpec, context: PrepareContext<Settings>): Promise<ShortData> {
  const opened = await listed.foreign?.open(context);
  const spec = opened?.spec ?? listed;
  const dataset = await openDataset(spec, context);
  try {
    const { rows } = dataset.parts.training;
    const passes = Math.max(1, Math.ceil((STEPS * context.settings.batchSize) / Math.max(1, rows)));
    return {
      dataset,
      summary: dataset.summary,
      facts: opened === undefined ? factsOf(dataset) : foreignFacts(spec, dataset, opened.facts),
      examples: rows,
      passes,
      batch: (indices) => dataset.read("training", indices),
      close: () => dataset.close(),
    };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

/** Somebody else's model says numbers in their own unit: nothing is scaled for it. */
function foreignFacts(spec: AnyModelSpec, dataset: Dataset, foreign: JsonObject): JsonObject {
  const unscaled = Object.entries(spec.outputs).flatMap(([name, { kind }]) => {
    const scale = dataset.statistics[name]?.map((one) => ({ ...one, mean: 0, deviation: 1 }));
    return kind === "number" && scale !== undefined ? [[name, scale] as const] : [];
  });
  const statistics = { ...dataset.statistics, ...Object.fromEntries(unscaled) };
  return { ...factsOf({ ...dataset, statistics }), foreign };
}

type Opening = Pick<PrepareContext<Settings>, "data" | "base" | "seed" | "reporter" | "signal"> & {
  readonly cache?: string | undefined;
};

async function openDataset(spec: AnyModelSpec, context: Opening): Promise<Dataset> {
  const fields = fieldsOf(spec);
  const missing = fields.find(({ name }) => !spec.data.keys.includes(name));
  if (missing !== undefined) {
    throw new UsageError(`${spec.name}: its data do not say where "${missing.name}" comes from`, {
      next: `Name it beside ${spec.data.keys.join(", ")} where \`data\` lists the columns.`,
    });
  }
  const { data, base = process.cwd(), seed, cache, reporter, signal } = context;
  return await spec.data.open(fields, { data, base, seed, cache, reporter, signal });
}

/** What `kiln data` does for a model of the short form. */
export function shortDataCommands(listed: AnyModelSpec): RecipeData<Settings> {
  return {
    reads: listed.data.reads,
    async describe(context) {
      const spec = (await listed.foreign?.open(context))?.spec ?? listed;
      const dataset = await openDataset(spec, context);
      try {
        return { summary: dataset.summary, ...dataset.findings };
      } finally {
        await dataset.close();
      }
    },
    async write() {
      throw new UsageError(`${listed.name} has no data of its own to write: it reads files`, {
        next: "Leave --out out.",
      });
    },
  };
}
