/** Run directories with a frozen `inference/` folder, as training leaves them, around hand-written graph-models. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Contract } from "../../core/contract.js";
import { type Golden, goldenCase, goldenInputs, goldenPlan } from "../../core/golden.js";
import type { Inference, TrainingSummary } from "../../core/inference.js";
import type { Tensors } from "../../core/tensor.js";
import { parseGraphModel } from "../../export/graph-model.js";
import { TfjsGraph } from "../../export/verify/tfjs-graph.js";
import { loadTensorFlow } from "../../trace/tensorflow.js";
import type { GraphModelBuilder } from "../fixtures/graph-model.js";

/** One graph of a run. */
export interface FrozenGraph {
  readonly contract: Contract;
  readonly builder: GraphModelBuilder;
  /** Contract output name -> node, where they differ. */
  readonly outputs?: Record<string, string>;
  /** What training computed; left out, the graph itself is asked through tfjs. */
  readonly compute?: (feeds: Tensors) => Tensors;
}

/** The part of a run's summary that tests look at. */
export const training: TrainingSummary = {
  run: "runs/toy/2026-01-01-1",
  preset: "demo",
  seed: 1,
  steps: 10,
  epochs: 1,
  finished: true,
  data: { source: "embedded toys, seed 1", simulated: true, sha256: "a".repeat(64), counts: { rows: 12 } },
  metrics: { "test.accuracy": 0.75, "test.majority": 0.5 },
  remarks: ["Better than the majority by a quarter."],
};

/** Writes `<run>/inference/` and returns the run. */
export async function freezeRun(run: string, model: string, graphs: readonly FrozenGraph[]): Promise<string> {
  const inference: Inference = {
    formatVersion: 1,
    model,
    bundle: `${model}-0123456789ab`,
    graphs: graphs.map((graph) => graph.contract),
    fitted: { temperature: 1.25 },
    training,
    versions: { node: process.versions.node, "tfjs-node": "4.22.0" },
  };
  await mkdir(join(run, "inference"), { recursive: true });
  await writeFile(join(run, "inference", "inference.json"), JSON.stringify(inference));
  for (const graph of graphs) await freezeGraph(join(run, "inference", graph.contract.name), graph);
  return run;
}

async function freezeGraph(folder: string, { contract, builder, outputs, compute }: FrozenGraph): Promise<void> {
  await builder.write(folder, contract, outputs);
  const cases = goldenPlan(contract);
  const golden: Golden = { formatVersion: 1, graph: contract.name, cases: [] };
  const answer = compute ?? (await tfjsAnswers(folder, contract));
  for (const one of cases) {
    golden.cases.push(goldenCase(one, await answer(goldenInputs(contract, one.recipe, one.batch))));
  }
  await writeFile(join(folder, "golden.json"), JSON.stringify(golden));
}

async function tfjsAnswers(folder: string, contract: Contract): Promise<(feeds: Tensors) => Promise<Tensors>> {
  const file = join(folder, "model.json");
  const graph = parseGraphModel(await readFile(file, "utf8"), contract, file);
  const tfjs = await TfjsGraph.load(await loadTensorFlow(), file, graph, contract);
  return (feeds) => tfjs.run(feeds);
}
