/** Settings of a server, their defaults, and the checks on them. */
import { availableParallelism } from "node:os";
import { z } from "zod";
import type { ModelRegistry } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import type { Reporter } from "../core/reporter.js";
import { DEFAULT_PIXEL_LIMIT } from "../pictures/picture-codec.js";
import type { AccessEntry } from "./log/access-entry.js";
import type { Mount } from "./mount.js";

/** What a caller gives. */
export interface ServeOptions extends Partial<ServeLimits> {
  /** The model repository's root folder. */
  readonly repository: string;
  readonly registry: ModelRegistry;
  /** The address to listen on; 127.0.0.1 answers this machine alone. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly reporter: Reporter;
  /** Called once for every answered request; none when left out. */
  readonly accessLog?: (entry: AccessEntry) => void;
  /** What is shown beside the models; nothing when left out. */
  readonly mounts?: readonly Mount[];
  /** The folder of the bundled page; this installation's own when left out. */
  readonly page?: string;
}

/** Numbers that bound what a server does. Times are in ms, sizes in bytes. */
export interface ServeLimits {
  /** Executor processes. */
  readonly executors: number;
  /** Rows of several requests that are run together at most; 1 turns batching off. */
  readonly maxBatch: number;
  /** The largest request body. */
  readonly bodyLimit: number;
  /** All request bodies in memory together. */
  readonly bodyBudget: number;
  /** Operations in progress; further ones are refused with 503. */
  readonly maxRequests: number;
  /** Connections open at a time; further ones are closed. */
  readonly maxConnections: number;
  /** From the request's end to the answer. */
  readonly requestDeadline: number;
  /** One run of a graph; then its executor counts as hung and is killed. */
  readonly runDeadline: number;
  /** Between signs of life asked of each executor; one that gives none four times in a row is killed. */
  readonly healthInterval: number;
  /** The most pixels of a picture in a request. */
  readonly pixelLimit: number;
  /** For a request's headers to arrive. */
  readonly headersTimeout: number;
  /** For a whole request to arrive. */
  readonly receiveTimeout: number;
  /** An unused connection stays open this long; longer than the usual 60 s of load balancers. */
  readonly keepAliveTimeout: number;
}

/**
 * The defaults. One core is left to the event loop where there are several; more than eight executors are for the person
 * who knows the models' memory.
 */
export function defaultLimits(): ServeLimits {
  return {
    executors: Math.min(8, Math.max(1, availableParallelism() - 1)),
    maxBatch: 64,
    bodyLimit: 8 * 1024 * 1024,
    bodyBudget: 256 * 1024 * 1024,
    maxRequests: 256,
    maxConnections: 4096,
    requestDeadline: 30_000,
    runDeadline: 20_000,
    healthInterval: 500,
    pixelLimit: DEFAULT_PIXEL_LIMIT,
    headersTimeout: 10_000,
    receiveTimeout: 60_000,
    keepAliveTimeout: 65_000,
  };
}

const count = z.int().min(1);
const optionsSchema = z.object({
  port: z.int().min(0).max(65_535),
  executors: count.max(256),
  maxBatch: count,
  bodyLimit: count,
  bodyBudget: count,
  maxRequests: count,
  maxConnections: count,
  requestDeadline: count,
  runDeadline: count,
  healthInterval: count,
  pixelLimit: count,
  headersTimeout: count,
  receiveTimeout: count,
  keepAliveTimeout: count,
});

/** Options with every limit filled in. */
export type ResolvedOptions = Required<Omit<ServeOptions, "accessLog" | "page">> &
  Pick<ServeOptions, "accessLog" | "page">;

/** @throws UsageError naming the option that is out of range, or a model whose name is taken by a route. */
export function resolveOptions(options: ServeOptions): ResolvedOptions {
  const resolved = { ...defaultLimits(), mounts: [], ...options };
  const result = optionsSchema.safeParse(resolved);
  const issue = result.error?.issues[0];
  if (issue !== undefined) {
    throw new UsageError(issue.message, { where: { field: String(issue.path[0] ?? "options") } });
  }
  if ("models" in options.registry) {
    throw new UsageError('a model cannot be named "models": /v1/models is taken', { where: { field: "registry" } });
  }
  return resolved;
}
