/**
 * The executor process: loads graphs and runs them, one after the other. It is a process of its own because nothing but
 * killing a process ends a native run that hangs, and because a run blocks the thread it is called on.
 *
 * It ends when the server does: the main thread when it waits for work, the watchdog when it does not. Signals are left to
 * the server, since a terminal sends Ctrl-C to the whole process group, and answers in progress must still be given.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { answerTo, type Handlers } from "../../core/channel/answer.js";
import type { Asked } from "../../core/channel/messages.js";
import type { Runner } from "../../core/runner.js";
import { loadGraph } from "../../store/load-graph.js";
import { ignoreInspectorSignal } from "../../system/inspector-signal.js";
import { readFrames, writeFrame } from "../../system/ports.js";
import { joins } from "./joins.js";
import type { ExecutorCalls, KeyedGraph, LoadedGraph } from "./messages.js";
import { runTogether } from "./run-together.js";
import { LIFE_SOCKET, WORK_SOCKET } from "./sockets.js";

process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
ignoreInspectorSignal();

const watchdog = new Worker(new URL("./watchdog.js", import.meta.url), { workerData: LIFE_SOCKET });
const [runtime] = await Promise.all([
  import("onnxruntime-node").then((module) => module.default),
  once(watchdog, "online"),
]);
const loaded = new Map<string, Runner>();

async function load(graphs: readonly KeyedGraph[]): Promise<LoadedGraph[]> {
  const runners = new Map<string, Runner>();
  const found: LoadedGraph[] = [];
  try {
    for (const { key, graph } of graphs) {
      const runner = await loadGraph(runtime, graph);
      runners.set(key, runner);
      found.push({ key, joins: await joins(runner, graph.manifest) });
    }
  } catch (error) {
    for (const runner of runners.values()) await runner.release();
    throw error;
  }
  for (const [key, runner] of runners) loaded.set(key, runner);
  return found;
}

const handlers: Handlers<ExecutorCalls> = {
  load: ({ graphs }) => load(graphs),
  run: (batch) => {
    const runner = loaded.get(batch.key);
    if (runner === undefined) throw new Error(`this executor has not loaded ${batch.key}`);
    return runTogether(runner, batch);
  },
};

writeFrame(WORK_SOCKET, { news: "up" });
for (const message of readFrames(WORK_SOCKET)) {
  writeFrame(WORK_SOCKET, await answerTo(handlers, message as Asked));
}
process.exit(0);
