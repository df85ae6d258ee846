/**
 * The executor process: loads graphs and runs them, one after the other. It is a process of its own because nothing but
 * killing a process ends a native run that hangs, and because a run blocks the thread it is called on.
 *
 * It ends when the server does: the IPC channel closes. Signals are left to the server, since a terminal sends Ctrl-C to
 * the whole process group, and answers in progress must still be given.
 */
import { answerCalls } from "../../core/channel/answer.js";
import type { Runner } from "../../core/runner.js";
import { loadGraph } from "../../store/load-graph.js";
import { ignoreInspectorSignal } from "../../system/inspector-signal.js";
import { parentProcessPort } from "../../system/ports.js";
import type { ExecutorCalls, KeyedGraph } from "./messages.js";

process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.exit(0));
ignoreInspectorSignal();

const runtime = (await import("onnxruntime-node")).default;
const loaded = new Map<string, Runner>();

async function load(graphs: readonly KeyedGraph[]): Promise<undefined> {
  const runners = new Map<string, Runner>();
  try {
    for (const { key, graph } of graphs) runners.set(key, await loadGraph(runtime, graph));
  } catch (error) {
    for (const runner of runners.values()) await runner.release();
    throw error;
  }
  for (const [key, runner] of runners) loaded.set(key, runner);
}

const tell = answerCalls<ExecutorCalls>(
  parentProcessPort(),
  {
    load: ({ graphs }) => load(graphs),
    run: ({ key, feeds }) => {
      const runner = loaded.get(key);
      if (runner === undefined) throw new Error(`this executor has not loaded ${key}`);
      return runner.run(feeds);
    },
    ping: () => undefined,
  },
  { inOrder: true },
);
tell("up");
