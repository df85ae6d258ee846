/** What the data say and a short-form model depends on: kept in `config.json`. */
import { z } from "zod";
import type { JsonObject } from "../core/json.js";
import { parseAs } from "../core/json.js";
import type { Dataset } from "../train/data/dataset.js";

const statisticsSchema = z.object({
  mean: z.number(),
  deviation: z.number(),
  minimum: z.number(),
  maximum: z.number(),
});

const factsSchema = z.object({
  /** Names of categories and labels, in the order of their index. */
  names: z.record(z.string(), z.array(z.string())),
  /** Of number and series fields, of the training part. */
  statistics: z.record(z.string(), z.array(statisticsSchema)),
  /** Training rows of each label. */
  classCounts: z.record(z.string(), z.array(z.number())),
  /** What was found in somebody else's model. */
  foreign: z.record(z.string(), z.json()).optional(),
});

/** What the data say. */
export type ShortFacts = z.infer<typeof factsSchema>;

/** The facts of a data set, as JSON. */
export function factsOf({ names, statistics, classCounts }: Dataset): JsonObject {
  // Through JSON: no fact is a typed array, or shared with the reader.
  return JSON.parse(JSON.stringify({ names, statistics, classCounts })) as JsonObject;
}

/** @throws InputError when a file holds others. */
export function readFacts(facts: JsonObject): ShortFacts {
  return parseAs(factsSchema, facts, "facts of the data");
}
