/** `environment.json`: what else the numbers depend on, and what has changed when a run is resumed elsewhere. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type DataSummary, dataSummarySchema } from "../../core/inference.js";
import { ownPackage } from "../../system/own-package.js";
import type { TF } from "../../trace/tensorflow.js";
import { type CommonSettings, decidedThreads } from "../settings.js";
import { readJson, runFiles, writeJson } from "./files.js";

const environmentSchema = z.object({
  formatVersion: z.literal(1),
  /** Versions: kiln, node, tfjs-node, tensorflow. */
  versions: z.record(z.string(), z.string()),
  /** Kiln's own commit; null outside of a git checkout. */
  commit: z.string().nullable(),
  platform: z.string(),
  cpu: z.object({ model: z.string(), cores: z.int(), features: z.array(z.string()) }),
  threads: z.int(),
  oneDnn: z.boolean(),
  data: dataSummarySchema,
});

/** The file `environment.json`. */
export type Environment = z.infer<typeof environmentSchema>;

/** Describes this machine and this process. */
export function currentEnvironment(
  tf: TF,
  settings: Pick<CommonSettings, "threads" | "oneDnn">,
  data: DataSummary,
): Environment {
  return {
    formatVersion: 1,
    versions: versionsOf(tf),
    commit: commitOf(ownPackage().root),
    platform: `${process.platform} ${process.arch}`,
    cpu: { model: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), features: processorFeatures() },
    threads: decidedThreads(settings),
    oneDnn: settings.oneDnn,
    data,
  };
}

/** Versions of everything that computes. */
export function versionsOf(tf: TF): Record<string, string> {
  const reported = tf.version as Record<string, string>;
  const backend = tf.backend() as { binding?: { TF_Version?: string } };
  return {
    kiln: ownPackage().version,
    node: process.versions.node,
    "tfjs-node": reported["tfjs-node"] ?? "unknown",
    tensorflow: backend.binding?.TF_Version ?? "unknown",
  };
}

/** Writes `environment.json`. */
export function writeEnvironment(run: string, environment: Environment): void {
  writeJson(join(run, runFiles.environment), environment);
}

/** Reads `environment.json`, or null when the run was killed before it was written. */
export function readEnvironment(run: string): Environment | null {
  const path = join(run, runFiles.environment);
  return existsSync(path) ? readJson(path, environmentSchema, "run environment") : null;
}

/** What differs so that the same seed may give other bits: sentences, none when nothing does. */
export function differencesOf(then: Environment, now: Environment): string[] {
  const found: string[] = [];
  for (const name of ["tfjs-node", "tensorflow"]) {
    if (then.versions[name] !== now.versions[name]) {
      found.push(`${name} was ${then.versions[name]} and is ${now.versions[name]}`);
    }
  }
  if (then.platform !== now.platform) found.push(`the platform was ${then.platform} and is ${now.platform}`);
  const lost = then.cpu.features.filter((feature) => !now.cpu.features.includes(feature));
  const gained = now.cpu.features.filter((feature) => !then.cpu.features.includes(feature));
  if (lost.length > 0) found.push(`this processor lacks ${lost.join(", ")}`);
  if (gained.length > 0) found.push(`this processor has ${gained.join(", ")} in addition`);
  if (now.cpu.cores < then.threads) {
    found.push(`the run uses ${then.threads} threads and this machine has ${now.cpu.cores} cores`);
  }
  return found;
}

/** The vector extensions that decide which kernels TensorFlow and oneDNN choose; empty where the system does not say. */
export function processorFeatures(): string[] {
  const path = "/proc/cpuinfo";
  if (!existsSync(path)) return [];
  const flags = /^flags\s*:\s*(.*)$/m.exec(readFileSync(path, "utf8"))?.[1]?.split(" ") ?? [];
  return flags.filter((flag) => /^(avx|fma|amx|sse4|f16c)/.test(flag)).sort();
}

/** The checked-out commit, read from .git without running git, which need not be installed. */
function commitOf(root: string): string | null {
  const git = join(root, ".git");
  const head = readIfThere(join(git, "HEAD"));
  if (head === null) return null;
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  if (reference === undefined) return head;
  const loose = readIfThere(join(git, reference));
  if (loose !== null) return loose;
  const packed = readIfThere(join(git, "packed-refs")) ?? "";
  return (
    packed
      .split("\n")
      .find((line) => line.endsWith(` ${reference}`))
      ?.split(" ")[0] ?? null
  );
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : null;
}
