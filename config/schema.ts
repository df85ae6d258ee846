/** Checks what a config says. A key that nobody knows is a mistake, and often a slip of the pen. */
import { relative } from "node:path";
import { z } from "zod";
import { UsageError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { KilnConfig, ServeSettings } from "./define.js";

const count = z.int().min(1);
const folder = z.string().min(1);

const serveSchema = z.strictObject({
  port: z.int().min(0).max(65_535).optional(),
  host: z.string().min(1).optional(),
  executors: count.max(256).optional(),
  maxBatch: count.optional(),
  watch: z.enum(["off", "poll", "on"]).optional(),
  watchInterval: count.optional(),
  bodyLimit: count.optional(),
  bodyBudget: count.optional(),
  maxRequests: count.optional(),
  maxConnections: count.optional(),
  maxClientConnections: count.optional(),
  maxUploads: count.optional(),
  uploadRate: z.int().min(0).optional(),
  uploadGrace: count.optional(),
  discardLimit: z.int().min(0).optional(),
  discardTimeout: z.int().min(0).optional(),
  halfCloseGrace: z.int().min(0).optional(),
  requestDeadline: count.optional(),
  runDeadline: count.optional(),
  healthInterval: count.optional(),
  pixelLimit: count.optional(),
  requestPixels: count.optional(),
  requestPictures: count.optional(),
  pictureProcesses: count.max(256).optional(),
  headersTimeout: count.optional(),
  receiveTimeout: count.optional(),
  keepAliveTimeout: count.optional(),
  allowedHosts: z.array(z.string().min(1)).optional(),
  trustedProxies: z.array(z.string().min(1)).optional(),
} satisfies Record<keyof ServeSettings, z.ZodType>);

const lazy = z.custom<KilnConfig["models"][string]>((value) => typeof value === "function", {
  error: 'is no function: write () => import("./models/parcel.js")',
});

const configSchema = z.strictObject({
  models: z.record(
    z.string().regex(/^[a-z][a-z0-9_-]*$/, "a model's name is small letters, digits, _ and -, a letter first"),
    lazy,
    { error: 'is missing, or no object: write models: { parcel: () => import("./models/parcel.js") }' },
  ),
  repository: folder.optional(),
  runs: folder.optional(),
  cache: folder.optional(),
  serve: serveSchema.optional(),
} satisfies Record<keyof KilnConfig, z.ZodType>);

/**
 * The config that a module exports.
 *
 * @param exported the module's default export.
 * @param file the config, for the message.
 * @throws UsageError naming the key.
 */
export function checkConfig(exported: unknown, file: string): KilnConfig {
  const shown = relative(process.cwd(), file) || file;
  if (exported === undefined || exported === null || typeof exported !== "object") {
    throw new UsageError("its default export is no config", {
      where: { file: shown },
      next: "Write: export default defineConfig({ models: { … } }).",
    });
  }
  const result = configSchema.safeParse(exported);
  // zod types an absent key as possibly undefined; our own interface has it absent. Both read the same.
  if (result.success) return result.data as KilnConfig;
  throw faultOf(result.error.issues[0], shown);
}

function faultOf(issue: z.core.$ZodIssue | undefined, file: string): UsageError {
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const known = Object.keys(path[0] === "serve" ? serveSchema.shape : configSchema.shape);
    const guess = nearest(key, known);
    const list = `The keys are ${known.join(", ")}.`;
    return new UsageError(`there is no setting "${[...path, key].join(".")}"`, {
      where: { file },
      next: guess === undefined ? list : `Did you mean ${guess}? ${list}`,
    });
  }
  const nested = issue?.code === "invalid_key" ? issue.issues[0]?.message : undefined;
  return new UsageError(nested ?? issue?.message ?? "is no config", { where: { file, field: path.join(".") } });
}
