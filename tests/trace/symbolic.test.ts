/** The two recorders give one graph: tfjs-node's calls into TensorFlow, and the kernels that tfjs-core calls. */
import { beforeAll, describe, expect, it } from "vitest";
import { traceInference } from "../../trace/batch.js";
import type { Graph } from "../../trace/graph.js";
import { fromLayersModel, type LayersFunction } from "../../trace/layers.js";
import { traceSymbolic } from "../../trace/symbolic/record.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { layerCases } from "./layers-table.js";
import { seedWeights } from "./models.js";
import { operationCases } from "./operations-table.js";

let tf: TF;

beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

function expectOneGraph({ fn, inputs, constants }: LayersFunction): void {
  const native = traceInference(tf, fn, inputs, { constants });
  const symbolic = traceSymbolic(tf, fn, inputs, { constants });
  if (described(symbolic) !== described(native)) expect(symbolic).toEqual(native);
}

/** As text: a graph has thousands of numbers, and comparing objects one by one takes seconds. Each call has a line of its own. */
function described({ nodes, outputs }: Graph): string {
  return JSON.stringify({ outputs, nodes: nodes.map(({ source: _, ...node }) => node) });
}

describe("both recorders give the same graph", () => {
  it.each(operationCases)("$name", ({ make }) => expectOneGraph(make(tf)));
  it.each(layerCases)("layer: $name", ({ build }) => {
    const model = build(tf);
    seedWeights(tf, model, 7);
    expectOneGraph(fromLayersModel(tf, model));
  });
});
