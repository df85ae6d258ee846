/** What a person writes into `kiln.config.ts`. Nothing here is loaded by more than its types: it runs everywhere. */
import type { AnyModelDefinition, Lazy } from "../core/definition.js";

/** How the server listens, and what it bounds. Times are in ms, sizes in bytes; `docs/serve.md` describes each. */
export interface ServeSettings {
  /** 8080 when left out; 0 takes any free port. */
  readonly port?: number;
  /** 127.0.0.1 when left out; 0.0.0.0 opens the server to the network. */
  readonly host?: string;
  /** Processes that run the models. */
  readonly executors?: number;
  /** Rows of several requests that are run together at most; 1 turns batching off. */
  readonly maxBatch?: number;
  /** Whether the repository is watched for new versions: `off` when left out, `poll` every `watchInterval` ms, `on`. */
  readonly watch?: "off" | "poll" | "on";
  readonly watchInterval?: number;
  readonly bodyLimit?: number;
  readonly bodyBudget?: number;
  readonly maxRequests?: number;
  readonly maxConnections?: number;
  readonly maxClientConnections?: number;
  readonly maxUploads?: number;
  readonly uploadRate?: number;
  readonly uploadGrace?: number;
  readonly discardLimit?: number;
  readonly discardTimeout?: number;
  readonly halfCloseGrace?: number;
  readonly requestDeadline?: number;
  readonly runDeadline?: number;
  readonly healthInterval?: number;
  readonly pixelLimit?: number;
  readonly requestPixels?: number;
  readonly requestPictures?: number;
  readonly pictureProcesses?: number;
  readonly headersTimeout?: number;
  readonly receiveTimeout?: number;
  readonly keepAliveTimeout?: number;
  /** Names under which the server may be asked, beside its own: what a proxy passes on as `Host`. */
  readonly allowedHosts?: readonly string[];
  /** Addresses, or ranges such as 10.0.0.0/8, of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
}

/** A project: its models, and settings of its own. Paths are relative to the folder of the config. */
export interface KilnConfig {
  /** Models by name, each loaded when it is used: `parcel: () => import("./models/parcel.js")`. */
  readonly models: Readonly<Record<string, Lazy<AnyModelDefinition>>>;
  /** The model repository: where `kiln export` publishes, and where models are served from. `published` when left out. */
  readonly repository?: string;
  /** Where training runs go. `runs` when left out. */
  readonly runs?: string;
  /** Things that can be made again. `.kiln/cache` when left out. */
  readonly cache?: string;
  readonly serve?: ServeSettings;
}

/**
 * The config of a project: the default export of its `kiln.config.ts`. Flags of a command go over what it says.
 *
 * @example
 * ```ts
 * import { defineConfig } from "kilnjs";
 *
 * export default defineConfig({
 *   models: { parcel: () => import("./models/parcel.js") },
 *   serve: { port: 9000 },
 * });
 * ```
 */
export function defineConfig(config: KilnConfig): KilnConfig {
  return config;
}
