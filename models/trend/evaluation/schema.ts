/** `evaluation.json` of `trend`: what the model and its baselines are worth on the validation days and on the test days. */
import { z } from "zod";
import { checksSchema, intervalSchema } from "./checks-schema.js";

const scoresSchema = z.object({
  accuracy: z.number(),
  balancedAccuracy: z.number(),
  mcc: z.number(),
  f1: z.number(),
  /** Of two classes only. */
  auc: z.number().optional(),
  brier: z.number(),
  /** Mean log loss. */
  loss: z.number(),
  ece: z.number(),
});

const binSchema = z.object({
  low: z.number(),
  high: z.number(),
  count: z.number(),
  said: z.number(),
  happened: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
});

/** The model or a baseline on one part of the days. */
const contenderSchema = z.object({
  scores: scoresSchema,
  /** Rows by [what happened][what was said]. */
  confusion: z.array(z.array(z.number())),
  /** Corners [false positive rate, true positive rate]; of two classes only. */
  roc: z.array(z.tuple([z.number(), z.number()])).optional(),
  /** Of two classes only. */
  reliability: z.array(binSchema).optional(),
});

/** What is compared with the model. */
export const baselineNames = ["majority", "persistence", "sameWeekday", "logistic", "trees"] as const;

/** The model and its baselines on some of the windows. */
const groupSchema = z.object({
  windows: z.number(),
  /** Share of the windows that increase. */
  baseRate: z.number(),
  accuracy: z.number(),
  balancedAccuracy: z.number(),
  mcc: z.number(),
  auc: z.number(),
  baselineMcc: z.partialRecord(z.enum(baselineNames), z.number()),
});

const phasesSchema = z.partialRecord(z.enum(["growth", "plateau", "decline"]), groupSchema);
const activitySchema = z.partialRecord(z.enum(["none", "few", "many"]), groupSchema);

/** Answers of several classes: how often the very class was right. */
const classAnswersSchema = z.object({
  accuracy: z.number(),
  balancedAccuracy: z.number(),
  /** R_K (Gorodkin 2004). */
  mcc: z.number(),
  macroF1: z.number(),
  /** Rows by [class that happened][class that was said]. */
  confusion: z.array(z.array(z.number())),
});

const classesPartSchema = z.object({
  /** From falling to rising. */
  names: z.array(z.string()).min(3),
  baseRate: z.array(z.number()),
  model: classAnswersSchema.extend({
    /** Mean log loss of the true class, in nats. */
    loss: z.number(),
    /** Of the likeliest class: mean distance of how sure and how often right (Guo et al. 2017). */
    ece: z.number(),
    eceUncalibrated: z.number(),
  }),
  baselines: z.object({ majority: classAnswersSchema, persistence: classAnswersSchema }),
});

const partSchema = z.object({
  windows: z.number(),
  /** Countries that these windows are of; intervals resample them. */
  countries: z.int(),
  /** Share of each class. */
  baseRate: z.array(z.number()),
  model: contenderSchema,
  baselines: z.partialRecord(z.enum(baselineNames), contenderSchema),
  /** 95 %, countries resampled. */
  intervals: z.object({ auc: intervalSchema.optional(), mcc: intervalSchema, accuracy: intervalSchema }),
  /** Model less baseline, countries resampled. */
  ahead: z.array(
    z.object({
      of: z.enum(baselineNames),
      auc: intervalSchema.optional(),
      mcc: intervalSchema,
      accuracy: intervalSchema,
    }),
  ),
  /** With more than two classes: everything else here is about whether it increases. */
  classes: classesPartSchema.optional(),
  /** By the days before the target day: see `phaseAt`. */
  phases: phasesSchema,
  /** By how many cases the window has: see `activityOf`. */
  activity: activitySchema,
  eceUncalibrated: z.number(),
  /** The most wrong windows, one a country. */
  worst: z.array(
    z.object({
      name: z.string(),
      iso: z.string().nullable(),
      /** The window's last day. */
      end: z.string(),
      increments: z.array(z.number()),
      after: z.array(z.number()),
      /** Of an increase. */
      probability: z.number(),
      /** Index of the class. */
      truth: z.int(),
    }),
  ),
});

const rangeSchema = z.object({ firstTarget: z.string(), lastTarget: z.string(), windows: z.number() });

/** The file `evaluation.json`. */
export const trendEvaluationSchema = z.object({
  formatVersion: z.literal(2),
  simulated: z.boolean(),
  notice: z.string(),
  label: z.string(),
  meaning: z.string(),
  classes: z.array(z.string()).min(2),
  window: z.int(),
  temperature: z.number(),
  selection: z.object({ rule: z.string(), countries: z.array(z.string()) }),
  split: z.object({
    by: z.string(),
    gap: z.number(),
    train: rangeSchema,
    validation: rangeSchema,
    test: rangeSchema,
  }),
  validation: partSchema,
  test: partSchema,
  /** The loss on some windows that were trained on, calibrated like that of the other parts; older evaluations lack it. */
  training: z.object({ windows: z.int(), loss: z.number() }).optional(),
  /** Training windows that logistic regression and trees learnt from, of how many; absent where these could not learn. */
  learntBaselines: z.object({ windows: z.int(), of: z.int() }).optional(),
  checks: checksSchema,
  /** Probability of an increase by the table's last days; null where these have no case. */
  latest: z
    .array(
      z.object({
        name: z.string(),
        iso: z.string().nullable(),
        end: z.string(),
        probability: z.number().nullable(),
      }),
    )
    .optional(),
});

export type TrendEvaluation = z.infer<typeof trendEvaluationSchema>;
/** Figures of some of the windows of a part. */
export type GroupScores = z.infer<typeof groupSchema>;
export type Contender = z.infer<typeof contenderSchema>;
export type ClassAnswers = z.infer<typeof classAnswersSchema>;
/** The answers of several classes on one part. */
export type ClassesPart = z.infer<typeof classesPartSchema>;
