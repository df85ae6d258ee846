/** Settings of a server, their defaults, and the checks on them. */
import { availableParallelism } from "node:os";
import { z } from "zod";
import type { ModelRegistry } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import type { Reporter } from "../core/reporter.js";
import { DEFAULT_PIXEL_LIMIT } from "../pictures/picture-codec.js";
import { type WatchWay, watchWays } from "./catalog/watch.js";
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
  /**
   * Names under which the server may be asked, beside its own: what a proxy passes on as `Host`. A server on this machine's
   * address answers to no others; one that is open to the network answers to every name, unless some are listed here.
   */
  readonly allowedHosts?: readonly string[];
  /** Whether the repository is watched, and a new version served without being asked to: `off` when left out. */
  readonly watch?: WatchWay;
  /** Addresses, or ranges such as 10.0.0.0/8, of proxies whose `X-Forwarded-For` says who the client is; none by default. */
  readonly trustedProxies?: readonly string[];
}

/** Numbers that bound what a server does. Times are in ms, sizes in bytes. */
export interface ServeLimits {
  /** Between two looks at the repository, when it is polled. */
  readonly watchInterval: number;
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
  /** Connections open at a time; for a further one, that which has been unused for longest is closed. */
  readonly maxConnections: number;
  /** Connections of one client (IPv6: of one /64 network); behind a trusted proxy, its requests in progress. */
  readonly maxClientConnections: number;
  /** Request bodies on their way at a time; for a further one, the slowest is given up. */
  readonly maxUploads: number;
  /** Bytes a second that a request body must bring, taken over each `uploadGrace`. */
  readonly uploadRate: number;
  /** The time over which `uploadRate` is taken. */
  readonly uploadGrace: number;
  /** Bytes of a refused body that are read and thrown away, so that its sender gets to read the answer. */
  readonly discardLimit: number;
  /** How long that may take. */
  readonly discardTimeout: number;
  /** A client that has closed its side of the connection counts as gone after this long. */
  readonly halfCloseGrace: number;
  /** From the request's end to the answer. */
  readonly requestDeadline: number;
  /** One run of a graph; then its executor counts as hung and is killed. */
  readonly runDeadline: number;
  /** Between signs of life asked of each executor; one that gives none four times in a row is killed. */
  readonly healthInterval: number;
  /** The most pixels of a picture in a request. */
  readonly pixelLimit: number;
  /** The most pixels of all pictures of a request and its answer together. */
  readonly requestPixels: number;
  /** The most pictures of a request and its answer together. */
  readonly requestPictures: number;
  /** Processes that read and write pictures; they start when the first one comes. */
  readonly pictureProcesses: number;
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
    watchInterval: 5_000,
    bodyLimit: 8 * 1024 * 1024,
    bodyBudget: 256 * 1024 * 1024,
    maxRequests: 256,
    maxConnections: 4096,
    maxClientConnections: 1024,
    maxUploads: 1024,
    uploadRate: 1024,
    uploadGrace: 10_000,
    discardLimit: 128 * 1024 * 1024,
    discardTimeout: 30_000,
    halfCloseGrace: 1_000,
    requestDeadline: 30_000,
    runDeadline: 20_000,
    healthInterval: 500,
    pixelLimit: DEFAULT_PIXEL_LIMIT,
    requestPixels: 4 * DEFAULT_PIXEL_LIMIT,
    requestPictures: 256,
    pictureProcesses: Math.min(2, availableParallelism()),
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
  watchInterval: count,
  watch: z.enum(watchWays),
  bodyLimit: count,
  bodyBudget: count,
  maxRequests: count,
  maxConnections: count,
  maxClientConnections: count,
  maxUploads: count,
  uploadRate: z.int().min(0),
  uploadGrace: count,
  discardLimit: z.int().min(0),
  discardTimeout: z.int().min(0),
  halfCloseGrace: z.int().min(0),
  requestDeadline: count,
  runDeadline: count,
  healthInterval: count,
  pixelLimit: count,
  requestPixels: count,
  requestPictures: count,
  pictureProcesses: count.max(256),
  headersTimeout: count,
  receiveTimeout: count,
  keepAliveTimeout: count,
});

/** Options with every limit filled in. */
export type ResolvedOptions = Required<Omit<ServeOptions, "accessLog" | "page">> &
  Pick<ServeOptions, "accessLog" | "page">;

/** @throws UsageError naming the option that is out of range, or a model whose name is taken by a route. */
export function resolveOptions(options: ServeOptions): ResolvedOptions {
  const resolved = {
    ...defaultLimits(),
    mounts: [],
    watch: "off" as const,
    allowedHosts: [],
    trustedProxies: [],
    ...options,
  };
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
