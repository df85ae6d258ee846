/** The graph alone: onnxruntime in a loop in this process, one thread, without a server. */
import { goldenInputs } from "../../../core/golden.js";
import type { PublishedGraph } from "../../../store/bundle.js";
import { loadGraph } from "../../../store/load-graph.js";

/** Rows a second at a batch size. */
export interface BareRun {
  readonly batch: number;
  readonly rate: number;
}

/** How long each batch size is run, in ms. */
const TURN = 500;

/** Runs a graph at some batch sizes, one after the other. */
export async function bareRuns(graph: PublishedGraph, batches: readonly number[]): Promise<BareRun[]> {
  const runner = await loadGraph((await import("onnxruntime-node")).default, graph);
  const runs: BareRun[] = [];
  for (const batch of batches) {
    const feeds = goldenInputs(graph.manifest.contract, { kind: "sample", seed: 1 }, batch);
    for (let i = 0; i < 10; i++) await runner.run(feeds);
    const start = performance.now();
    let rows = 0;
    while (performance.now() - start < TURN) {
      await runner.run(feeds);
      rows += batch;
    }
    runs.push({ batch, rate: (rows * 1000) / (performance.now() - start) });
  }
  await runner.release();
  return runs;
}
