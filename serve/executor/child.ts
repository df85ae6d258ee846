/**
 * The executor process: loads graphs and runs them, one after the other. It is a process of its own because nothing but
 * killing a process ends a native run that hangs, and because a run blocks the thread it is called on.
 *
 * It ends when the server does: the IPC channel closes. Signals are left to the server, since a terminal sends Ctrl-C to
 * the whole process group, and answers in progress must still be given.
 */
import type { Runner } from "../../core/runner.js";
import { carryError } from "./carried-error.js";
import { loadGraph } from "./loaded-graph.js";
import type { ExecutorAnswer, ExecutorRequest, KeyedGraph } from "./messages.js";

process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.exit(0));

const runtime = (await import("onnxruntime-node")).default;
const loaded = new Map<string, Runner>();

function answer(message: ExecutorAnswer): void {
  // The callback takes the error of a channel that closed meanwhile: "disconnect" ends this process right after.
  process.send?.(message, undefined, undefined, () => undefined);
}

async function load(graphs: readonly KeyedGraph[]): Promise<void> {
  const runners = new Map<string, Runner>();
  try {
    for (const { key, graph } of graphs) runners.set(key, await loadGraph(runtime, graph));
  } catch (error) {
    for (const runner of runners.values()) await runner.release();
    throw error;
  }
  for (const [key, runner] of runners) loaded.set(key, runner);
}

async function handle(request: ExecutorRequest): Promise<void> {
  try {
    if (request.kind === "load") await load(request.graphs);
    if (request.kind !== "run") return answer({ kind: "done", id: request.id, outputs: {} });
    const runner = loaded.get(request.key);
    if (runner === undefined) throw new Error(`this executor has not loaded ${request.key}`);
    answer({ kind: "done", id: request.id, outputs: await runner.run(request.feeds) });
  } catch (error) {
    answer({ kind: "failed", id: request.id, error: carryError(error) });
  }
}

let last = Promise.resolve();
process.on("message", (request: ExecutorRequest) => {
  last = last.then(() => handle(request));
});
answer({ kind: "up" });
