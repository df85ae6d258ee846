/** What stands in a job of the queue, and what becomes of it. Redis is read by other machines: nothing in it is trusted. */
import { z } from "zod";
import { parseAs } from "../../../core/json.js";
import { type Plan, type PlannedRun, plannedRunSchema, planSchema } from "../plan.js";

const dottedName = /^\.+$/;

const jobSchema = z.object({
  formatVersion: z.literal(1),
  model: planSchema.shape.model,
  data: planSchema.shape.data,
  // The name becomes a folder's.
  run: plannedRunSchema.refine(({ name }) => !dottedName.test(name), { path: ["name"], message: "is no name" }),
});

/** One run to train: everything that `kiln train` is called with. */
export type SweepJob = z.infer<typeof jobSchema>;

const resultSchema = z.object({
  /** `reused`: the run was finished before this delivery of its job. */
  outcome: z.enum(["trained", "resumed", "reused"]),
});

/** What a worker answers. */
export type JobResult = z.infer<typeof resultSchema>;

const progressSchema = z.object({ done: z.number(), total: z.number() });

/** Steps done, and all. */
export type JobProgress = z.infer<typeof progressSchema>;

/** The job of a planned run. */
export function jobOf({ model, data }: Plan, run: PlannedRun): SweepJob {
  return { formatVersion: 1, model, data, run };
}

/** @throws InputError naming the field that is wrong. */
export function readJob(data: unknown): SweepJob {
  return parseAs(jobSchema, data, "job");
}

/** @throws InputError naming the field that is wrong. */
export function readResult(value: unknown): JobResult {
  return parseAs(resultSchema, value, "a worker's answer");
}

/** The progress of a job, or null before there is any. */
export function readProgress(value: unknown): JobProgress | null {
  return progressSchema.safeParse(value).data ?? null;
}

/** Times a run is tried whose training process was killed from outside, for instance for want of memory. */
export const ATTEMPTS = 3;

/** The sorted set of the queues that have work, oldest first. */
export const QUEUES_KEY = "kiln:queues";
