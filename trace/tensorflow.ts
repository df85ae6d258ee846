/**
 * The one door to TensorFlow. Everything that TensorFlow and tfjs-node read once, when they load, is decided here:
 * the log level, the number of threads (which decides the bits of every sum), and the parts of Node that newer
 * versions removed and tfjs-node still calls.
 */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { FailedError, hasCode, messageOf, UsageError } from "../core/errors.js";
import { withoutNativeChatter } from "./native-chatter.js";

/** tfjs-node as a module: `tf.tensor`, `tf.layers`, `tf.node`, … */
export type TF = typeof import("@tensorflow/tfjs-node");

/** The only tfjs-node whose private surface `trace/` has been checked against; `package.json` pins the same. */
export const TFJS_NODE_VERSION = "4.22.0";

/** What can only be chosen before TensorFlow loads. */
export interface TensorFlowOptions {
  /**
   * Threads inside one operation and across operations. Another count gives other bits, so a run stores the count it
   * was started with. Left out: `TF_NUM_INTRAOP_THREADS` from the environment, else one thread for each core.
   */
  readonly threads?: number;
}

interface Loaded {
  readonly module: Promise<TF>;
  readonly threads: number | undefined;
}

let loaded: Loaded | undefined;

/**
 * Loads tfjs-node (about a second the first time; afterwards the same module) with the native backend ready.
 *
 * @throws UsageError when `threads` is no positive whole number, or differs from the count TensorFlow runs with.
 * @throws FailedError when the package, its native addon or TensorFlow itself does not load, or its version is not
 *   the pinned one.
 */
export async function loadTensorFlow(options: TensorFlowOptions = {}): Promise<TF> {
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new UsageError(`TensorFlow cannot run on ${threads} threads`, {
      next: "Ask for a whole number of threads, 1 or more.",
    });
  }
  if (loaded !== undefined) {
    if (threads !== undefined && threads !== loaded.threads) {
      throw new UsageError(
        `TensorFlow already runs with ${loaded.threads ?? "its default number of"} threads in this process; ` +
          `${threads} cannot be had any more, because the count is read when TensorFlow loads`,
        { next: "Start a new process for another number of threads." },
      );
    }
    return loaded.module;
  }
  prepareEnvironment(threads);
  loaded = { module: importTensorFlow(), threads: threadsFromEnvironment() };
  return loaded.module;
}

/**
 * How many threads the loaded TensorFlow was told to use; undefined when nothing is loaded yet, or when TensorFlow
 * was left to count the cores itself.
 */
export function tensorFlowThreads(): number | undefined {
  return loaded?.threads;
}

function prepareEnvironment(threads: number | undefined): void {
  // Only what ends the process: errors come back as exceptions, and their log lines would tear the progress display.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  if (threads === undefined) return;
  if (!isMainThread) {
    // A worker's process.env is a copy that native code never sees: the count would silently not apply.
    throw new UsageError("the number of TensorFlow threads cannot be chosen from a worker thread", {
      next: "Load TensorFlow in the main thread of a process, or set TF_NUM_INTRAOP_THREADS before it starts.",
    });
  }
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = String(threads);
}

function threadsFromEnvironment(): number | undefined {
  const value = Number(process.env.TF_NUM_INTRAOP_THREADS ?? "");
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

async function importTensorFlow(): Promise<TF> {
  restoreRemovedNodeFunctions();
  const tf = await importPackage();
  const version = (tf.version as Record<string, string>)["tfjs-node"];
  if (version !== TFJS_NODE_VERSION) {
    throw new FailedError(
      `found @tensorflow/tfjs-node ${version}, but Kiln was checked with ${TFJS_NODE_VERSION} only`,
      {
        next: "Install the pinned version: kiln setup.",
      },
    );
  }
  await tf.ready();
  silenceBanner(tf);
  return tf;
}

async function importPackage(): Promise<TF> {
  const file = findPackage();
  if (file === undefined) {
    throw new FailedError("TensorFlow is not installed, and this needs it", {
      next: "kiln setup installs it; serving, asking and verifying published models do without.",
    });
  }
  try {
    withoutNativeChatter(() => createRequire(import.meta.url)(file));
    // A module of CommonJS: what it exports is the default, too.
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as TF;
  } catch (cause) {
    const message = messageOf(cause);
    throw new FailedError(`TensorFlow does not load: ${message}`, {
      next: "Run kiln doctor to see which part is missing, kiln setup to mend it.",
      cause,
    });
  }
}

/**
 * The package's main file: the project's own, else the one that `kiln setup` put into its `.kiln`, else the one that lies
 * beside this code. One without its addon is taken only where there is no other, since the error then says what is missing.
 */
function findPackage(): string | undefined {
  const found = [...placesToLook(), import.meta.url].flatMap((place) => {
    try {
      return [createRequire(place).resolve("@tensorflow/tfjs-node")];
    } catch (error) {
      if (hasCode(error, "MODULE_NOT_FOUND")) return [];
      throw error;
    }
  });
  return found.find((file) => existsSync(join(dirname(file), "..", "lib", "napi-v8", "tfjs_binding.node"))) ?? found[0];
}

/** Files in whose place an import would stand: of the config's folder, or of the working directory up to its package.json. */
function placesToLook(): string[] {
  const config = process.env.KILN_CONFIG ?? "";
  const folders = config === "" ? [] : [dirname(config)];
  for (let folder = process.cwd(); folder !== dirname(folder); folder = dirname(folder)) {
    folders.push(folder);
    // No further than a config is looked for: what lies above is somebody else's.
    if (existsSync(join(folder, "package.json")) || folder === homedir()) break;
  }
  return folders.flatMap((folder) => [join(folder, "package.json"), join(folder, ".kiln", "node", "package.json")]);
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`; Node 23 removed the first. */
function restoreRemovedNodeFunctions(): void {
  const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

/**
 * tfjs prints an advertisement for tfjs-node when its plain CPU backend is first used in Node. Here that backend only
 * ever serves as a second opinion on a graph, so the advice is noise.
 */
function silenceBanner(tf: TF): void {
  const cpu = tf.findBackend("cpu") as { firstUse?: boolean } | null;
  if (cpu !== null) cpu.firstUse = false;
}
