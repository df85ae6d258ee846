/** What a contender is asked, one JSON line each, and what it answers. Python's side: bench/peers/contender.py. */
import { z } from "zod";

/** Questions. Every answer also has `cpuMs`, all processor time of the process so far. */
export type Request =
  /** How many threads to compute with. */
  | { readonly do: "threads"; readonly count: number }
  /** Training steps on batches that lie ready. */
  | { readonly do: "steps"; readonly count: number }
  /** Training steps on batches taken from the data in the common order. */
  | { readonly do: "train"; readonly count: number }
  /** Losses of the first steps with given random numbers. */
  | { readonly do: "check" }
  /** The validation loss. */
  | { readonly do: "evaluate" }
  /** Back to the common start. */
  | { readonly do: "reset" }
  /** Training from the start until the validation loss is low enough. */
  | { readonly do: "reach"; readonly loss: number; readonly every: number; readonly limit: number }
  /** Where the time of a step goes. */
  | { readonly do: "profile"; readonly count: number }
  /** The most memory that the process ever held. */
  | { readonly do: "peak" };

/** Milliseconds of all the steps asked for, and their mean loss. */
const timedSchema = z.object({ ms: z.number(), loss: z.number() });

/** One point of a training: steps done, milliseconds of training so far, validation loss. */
const pointSchema = z.object({ steps: z.int(), ms: z.number(), loss: z.number() });

/** A part of a step. `of`: "step" for parts that add up to it, "operators" for what the library spends it on. */
const partSchema = z.object({ name: z.string(), ms: z.number(), of: z.string(), calls: z.number().optional() });

/** Answers by question. */
export const answerSchemas = {
  threads: z.object({}),
  steps: timedSchema,
  train: timedSchema,
  check: z.object({ losses: z.array(z.number()) }),
  evaluate: z.object({ loss: z.number() }),
  reset: z.object({}),
  reach: z.object({ curve: z.array(pointSchema) }),
  profile: z.object({ parts: z.array(partSchema) }),
  peak: z.object({ bytes: z.number() }),
} as const satisfies Record<Request["do"], z.ZodType>;

/** The answer to a question. */
export type Answer<Name extends Request["do"]> = z.infer<(typeof answerSchemas)[Name]>;

/** What every line holds. */
export const envelopeSchema = z.object({ cpuMs: z.number(), error: z.string().optional() });

/** The first line, when the contender is ready. */
export const readySchema = z.object({ versions: z.record(z.string(), z.string()), cpuMs: z.number() });

export type Part = z.infer<typeof partSchema>;

export type Point = z.infer<typeof pointSchema>;
