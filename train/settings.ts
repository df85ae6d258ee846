/** Settings of a training: the ones that the engine itself reads, and how `--set key=value` changes them. */
import { z } from "zod";
import { FailedError, UsageError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { AnyRecipe } from "./recipe.js";

/**
 * Keys that every recipe has; spread them into its `z.strictObject`.
 *
 * @example
 * ```ts
 * const settings = z.strictObject({ ...commonSettings, units: z.int().min(1).default(16) });
 * ```
 */
export const commonSettings = {
  epochs: z.int().min(1).max(100_000).default(10).describe("passes over the training examples"),
  batchSize: z.int().min(1).max(65_536).default(64).describe("examples in one step"),
  learningRate: z.number().positive().max(1e6).default(1e-3).describe("the optimizer's rate at the start"),
  epochSteps: z.int().min(0).default(0).describe("steps in one epoch at most; 0 = all examples"),
  plateauPatience: z.int().min(0).default(0).describe("epochs without a better score before the rate falls; 0 = never"),
  plateauFactor: z.number().gt(0).lt(1).default(0.5).describe("what the rate is multiplied by then"),
  stopPatience: z.int().min(0).default(0).describe("epochs without a better score before training stops; 0 = never"),
  threads: z
    .union([z.int().min(1).max(256), z.literal("auto")], { error: "auto or a whole number from 1 to 256" })
    .default("auto")
    .describe("TensorFlow's threads: auto (measured) or a number; another one gives other bits"),
  oneDnn: z.boolean().default(true).describe("TensorFlow's oneDNN kernels; off is slower and gives other bits"),
  checkpointSeconds: z.number().min(0).default(60).describe("seconds between checkpoints inside an epoch"),
  logSteps: z.int().min(1).default(50).describe("steps between two lines of metrics.jsonl"),
} as const;

/**
 * For recipes that train other learners to compare theirs with: spread it into their settings, and leave out what takes
 * longer than a short run.
 *
 * @example
 * ```ts
 * const settings = z.strictObject({ ...commonSettings, ...learnedBaselinesSetting });
 * ```
 */
export const learnedBaselinesSetting = {
  learnedBaselines: z
    .boolean()
    .default(true)
    .describe("whether other learners are trained to be compared with; false saves most of a short run's time"),
} as const;

const commonSchema = z.object(commonSettings);

export type CommonSettings = z.infer<typeof commonSchema>;

/**
 * The settings of a preset with `key=value` changes on top.
 *
 * @throws UsageError naming the preset or the key that does not exist (and the nearest that does), or the value that
 * does not fit.
 */
export function resolveSettings(
  recipe: AnyRecipe,
  preset: string | undefined,
  set: readonly string[] = [],
): { preset: string; settings: CommonSettings & Record<string, unknown> } {
  const name = preset ?? recipe.defaultPreset;
  const chosen = Object.hasOwn(recipe.presets, name) ? recipe.presets[name] : undefined;
  if (chosen === undefined) {
    throw new UsageError(`${recipe.model.name} has no preset "${name}"`, {
      where: { field: "--preset" },
      next: `${didYouMean(name, Object.keys(recipe.presets))}Presets are ${Object.keys(recipe.presets).join(", ")}.`,
    });
  }
  const values: Record<string, unknown> = { ...chosen.values };
  for (const entry of set) {
    const [key, value] = parseEntry(recipe, entry);
    values[key] = value;
  }
  return { preset: name, settings: checkSettings(recipe, values, "--set") };
}

/**
 * The settings of a run that was begun before, from its `config.json`. A setting that it lacks was added later: the run goes
 * on with what it stood for then (`settingsBefore`), and not with the default of today.
 *
 * @throws UsageError naming the first key that is wrong.
 */
export function settingsOfRun(recipe: AnyRecipe, kept: Readonly<Record<string, unknown>>) {
  return checkSettings(recipe, { ...recipe.settingsBefore, ...kept }, "config.json, settings");
}

/**
 * Fills in defaults and checks every value.
 *
 * @throws UsageError naming the first key that is wrong.
 */
export function checkSettings(
  recipe: AnyRecipe,
  values: unknown,
  place: string,
): CommonSettings & Record<string, unknown> {
  const result = recipe.settings.safeParse(values);
  if (result.success) return result.data as CommonSettings & Record<string, unknown>;
  const issue = result.error.issues[0];
  const key = issue === undefined || issue.path.length === 0 ? "" : ` ${issue.path.join(".")}`;
  throw new UsageError(`${issue?.message ?? "not as expected"}`, {
    where: { field: `${place}${key}` },
    ...(key === "" ? {} : { next: `${key.trim()}: ${describeSetting(recipe, key.trim())}.` }),
  });
}

/** The keys of a recipe with their meaning, for `--help`. */
export function describeSettings(recipe: AnyRecipe): { key: string; description: string; value: unknown }[] {
  const { settings } = resolveSettings(recipe, undefined);
  return Object.keys(recipe.settings.shape).map((key) => ({
    key,
    description: describeSetting(recipe, key),
    value: settings[key],
  }));
}

function describeSetting(recipe: AnyRecipe, key: string): string {
  // A recipe that gives a common setting another default wraps it once more: the description is further in.
  const layers = layersOf(recipe.settings.shape[key] as z.ZodType | undefined);
  return layers.find((layer) => layer.description !== undefined)?.description ?? "a setting";
}

/** The key of a `key=value`; all of it where there is no value. */
export function keyOf(entry: string): string {
  const equals = entry.indexOf("=");
  return (equals === -1 ? entry : entry.slice(0, equals)).trim();
}

function parseEntry(recipe: AnyRecipe, entry: string): [string, unknown] {
  const equals = entry.indexOf("=");
  const key = keyOf(entry);
  const keys = Object.keys(recipe.settings.shape);
  if (equals === -1) {
    throw new UsageError(`"${entry}" is no key=value`, {
      where: { field: "--set" },
      next: "Write for instance --set epochs=5.",
    });
  }
  if (!keys.includes(key)) {
    throw new UsageError(`${recipe.model.name} has no setting "${key}"`, {
      where: { field: "--set" },
      next: `${didYouMean(key, keys)}Settings are ${keys.join(", ")}.`,
    });
  }
  return [key, parseValue(recipe.settings.shape[key] as z.ZodType, entry.slice(equals + 1).trim())];
}

/** Text as the kind of value that the field takes; what does not look like one stays text, and the schema refuses it. */
function parseValue(field: z.ZodType, text: string): unknown {
  const type = layersOf(field).at(-1);
  const numeric = type instanceof z.ZodNumber || type instanceof z.ZodUnion;
  if (numeric) return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  if (type instanceof z.ZodBoolean) return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/** A field and what it wraps, outermost first. */
function layersOf(field: z.ZodType | undefined): z.ZodType[] {
  const layers: z.ZodType[] = [];
  for (let layer = field; layer !== undefined; ) {
    layers.push(layer);
    if (layer instanceof z.ZodDefault || layer instanceof z.ZodOptional || layer instanceof z.ZodNullable) {
      layer = layer.unwrap() as z.ZodType;
    } else {
      layer = undefined;
    }
  }
  return layers;
}

function didYouMean(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === undefined ? "" : `Did you mean ${guess}? `;
}

/**
 * The number of threads of settings whose `auto` has been replaced by a measured number, as in every `config.json`.
 *
 * @throws FailedError for `auto`: nobody has measured.
 */
export function decidedThreads({ threads }: Pick<CommonSettings, "threads">): number {
  if (threads !== "auto") return threads;
  throw new FailedError("the number of threads is still auto", { next: "Give one: --set threads=1." });
}
