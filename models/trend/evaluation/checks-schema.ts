/** The checks of an evaluation: what a leak would look like, and, on simulated data, what the truth behind the counts says. */
import { z } from "zod";

/** A figure with the ends of its 95 % interval, countries resampled; null where there are too few countries for one. */
export const intervalSchema = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export type Spread = z.infer<typeof intervalSchema>;

const figuresSchema = z.object({ accuracy: z.number(), auc: z.number(), mcc: z.number() });

/** The same learner asked about the same windows, once as split, once after learning from windows around them. */
const leakSchema = z.object({
  learner: z.literal("trees"),
  /** Windows that each of the two learnt from. */
  learnt: z.int(),
  /** Windows of the test part that both are asked about. */
  windows: z.int(),
  honest: figuresSchema,
  random: figuresSchema,
  /** Random less honest: what the leak pretends. */
  gain: z.object({ auc: intervalSchema, mcc: intervalSchema }),
});

/** Against "R is above 1 on the window's last day". */
const againstRSchema = figuresSchema.extend({
  /** Spearman's, of the probability with R. */
  rankCorrelation: z.number(),
});

const trueRSchema = z.object({
  /** Test windows that hold a case. */
  windows: z.int(),
  /** Share of them with R above 1 on the last day. */
  aboveOne: z.number(),
  model: againstRSchema,
  trees: againstRSchema.optional(),
  persistence: againstRSchema,
  /** How well R on the last day answers the label's own question: what knowing R, and nothing of the counts, is worth. */
  oracle: figuresSchema,
});

/** See the parts. */
export const checksSchema = z.object({ leak: leakSchema.optional(), trueR: trueRSchema.optional() });

export type Checks = z.infer<typeof checksSchema>;
