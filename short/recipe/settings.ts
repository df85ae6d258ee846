/** Settings of every model in the short form, with its own beside them. */
import { z } from "zod";
import { UsageError } from "../../core/errors.js";
import { ADAMW_DECAY, optimizerNames } from "../../train/optimizers/named.js";
import type { IdleSettings } from "../../train/recipe.js";
import { rateSchedules } from "../../train/schedules/learning-rate.js";
import { type CommonSettings, commonSettings, learnedBaselinesSetting } from "../../train/settings.js";
import type { AnyModelSpec } from "../define-model.js";

const own = {
  ...learnedBaselinesSetting,
  optimizer: z
    .enum(optimizerNames)
    .default("adam")
    .describe(`the optimizer: ${optimizerNames.join(", ")}`),
  weightDecay: z
    .union([z.number().min(0).lt(1), z.literal("auto")], { error: "auto or a number from 0 to below 1" })
    .default("auto")
    .describe(`share of a weight that goes in each step, times the rate; auto = ${ADAMW_DECAY} with adamW, else 0`),
  clipNorm: z.number().min(0).default(0).describe("gradients are shortened to this norm; 0 = never"),
  averageDecay: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("how slowly an average of the weights moves (EMA); 0 = none"),
  schedule: z
    .enum(rateSchedules)
    .default("cosine")
    .describe(`how the rate changes: ${rateSchedules.join(", ")}`),
  warmupSteps: z.int().min(0).default(0).describe("steps in which the rate rises at the start; 0 = none"),
  rateFloor: z.number().min(0).max(1).default(0.01).describe("where cosine and oneCycle end, as a share of the rate"),
  stepEpochs: z.int().min(1).default(10).describe("epochs between two falls of schedule=step"),
  stepFactor: z.number().gt(0).lt(1).default(0.3).describe("what schedule=step multiplies the rate by"),
} as const;

const defaults = {
  ...commonSettings,
  epochs: commonSettings.epochs.default(40),
  batchSize: commonSettings.batchSize.default(32),
  learningRate: commonSettings.learningRate.default(3e-3),
  stopPatience: commonSettings.stopPatience.default(10),
  ...own,
} as const;

const ownSchema = z.object(own);

/** Settings that the short form adds to those of the engine. */
export type ShortSettings = z.infer<typeof ownSchema>;

/** All settings of a model, its own among them. */
export type Settings = CommonSettings & ShortSettings & Readonly<Record<string, unknown>>;

/**
 * The schema: the model's own settings, and every other one with the default that the model gives it.
 *
 * @throws UsageError for a setting of the model's own that has the name of one of these, or no default; for a default that
 * does not fit.
 */
export function settingsSchema(spec: AnyModelSpec): z.ZodObject & z.ZodType<Settings> {
  const shape: Record<string, z.ZodType> = { ...defaults };
  for (const [key, value] of Object.entries(spec.defaults ?? {})) {
    const field = Object.hasOwn(defaults, key) ? defaults[key as keyof typeof defaults] : undefined;
    if (field === undefined) throw wrong(spec, `there is no setting "${key}" to give a default`);
    const checked = field.safeParse(value);
    if (!checked.success) throw wrong(spec, `the default of ${key}: ${checked.error.issues[0]?.message}`);
    const described = z.globalRegistry.get(field)?.description ?? field.description;
    const given = (field.unwrap() as z.ZodType).default(value as never);
    shape[key] = described === undefined ? given : given.describe(described);
  }
  for (const [key, field] of Object.entries(spec.settings ?? {})) {
    if (Object.hasOwn(defaults, key)) {
      throw wrong(
        spec,
        `the setting "${key}" is there already: give it another default in \`defaults\`, or another name`,
      );
    }
    const type = field as z.ZodType;
    if (!type.safeParse(undefined).success) throw wrong(spec, `the setting "${key}" has no default`);
    shape[key] = type;
  }
  return z.strictObject(shape) as unknown as z.ZodObject & z.ZodType<Settings>;
}

function wrong({ name }: AnyModelSpec, what: string): UsageError {
  return new UsageError(`${name}: ${what}`, { where: { field: "settings" } });
}

/** The model's own settings alone, as its network gets them. */
export function ownSettings(spec: AnyModelSpec, settings: Settings): Record<string, unknown> {
  return Object.fromEntries(Object.keys(spec.settings ?? {}).map((key) => [key, settings[key]]));
}

/** What the optimizer takes from weights in a step, times the rate. */
export function decayOf({ optimizer, weightDecay }: ShortSettings): number {
  if (weightDecay !== "auto") return weightDecay;
  return optimizer === "adamW" ? ADAMW_DECAY : 0;
}

/** Settings that nothing reads beside these others. */
export function idleSettings({ schedule }: Settings): IdleSettings<Record<string, unknown>> {
  return {
    ...(schedule === "cosine" || schedule === "oneCycle"
      ? {}
      : { rateFloor: "only schedule=cosine and oneCycle end there" }),
    ...(schedule === "step"
      ? {}
      : { stepEpochs: "only schedule=step reads it", stepFactor: "only schedule=step reads it" }),
  };
}
