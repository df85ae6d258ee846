/** Graph-models by others: read, recorded, written, and held against tfjs in two runtimes. */
import { beforeAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../core/reporter.js";
import { readGraphModel } from "../../export/tfjs/graph-model.js";
import { type VerifiedOnnxOptions, verifiedOnnx } from "../../export/tfjs/verified-onnx.js";
import { loadTfjs, type Tfjs } from "../../trace/tfjs.js";
import { GraphFixture } from "./graph-model-fixture.js";

const options: VerifiedOnnxOptions = {
  ...{ tolerance: 1e-5, ranges: {}, shapes: {}, bisect: false, name: "graph", doc: "", metadata: {} },
  reporter: silentReporter,
};
let tf: Tfjs;

beforeAll(async () => {
  tf = await loadTfjs();
});

async function converted(graph: GraphFixture, more: Partial<VerifiedOnnxOptions> = {}) {
  return await verifiedOnnx(tf, await readGraphModel(tf, graph.source()), { ...options, ...more });
}

describe("graph-models", () => {
  it("a classifier whose last shape is read out of the data's: fused convolutions, flatten, softmax", async () => {
    const graph = new GraphFixture();
    const x = graph.placeholder("image", [-1, 8, 8, 3]);
    const first = graph.convolution("net/conv1", x, [3, 3, 3, 4], 2, "Relu6");
    const second = graph.convolution(
      "net/pw1",
      graph.depthwise("net/dw1", first, [3, 3, 4, 1], 1),
      [1, 1, 4, 6],
      1,
      "Relu",
    );
    const flat = graph.flatten("net/flatten", second);
    graph.node("Identity", "Softmax", [graph.dense("net/logits", flat, [96, 5])]);
    const { inputs, outputs, differences } = await converted(graph);
    expect(inputs).toEqual([{ name: "image", dtype: "float32", shape: ["batch", 8, 8, 3] }]);
    expect(outputs).toEqual(["Identity"]);
    expect(Math.max(...differences.map(({ largestDifference }) => largestDifference))).toBeLessThan(1e-6);
  });

  it("a pose network of one fixed picture size, with several heads", async () => {
    const graph = new GraphFixture();
    const x = graph.placeholder("sub_2", [1, -1, -1, 3]);
    const body = graph.convolution("body", x, [3, 3, 3, 4], 2, "Relu6");
    for (const [head, channels] of [
      ["heatmaps", 3],
      ["offsets", 6],
    ] as const) {
      graph.convolution(head, body, [1, 1, 4, channels], 1, "Relu");
    }
    const { inputs, outputs } = await converted(graph, { shapes: { sub_2: [1, 9, 9, 3] } });
    expect(inputs[0]?.shape).toEqual([1, 9, 9, 3]);
    expect([...outputs].sort()).toEqual(["heatmaps", "offsets"]);
  });

  it("a table of indices: the numbers that are drawn stay inside of it", async () => {
    const graph = new GraphFixture();
    const ids = graph.placeholder("ids", [-1, 4], { type: "DT_INT32" });
    const attributes = {
      Tparams: { type: "DT_FLOAT" },
      Tindices: { type: "DT_INT32" },
      Taxis: { type: "DT_INT32" },
      batch_dims: { i: "0" },
    };
    const rows = graph.node(
      "lookup",
      "GatherV2",
      [graph.floats("table", [6, 3]), ids, graph.ints("axis", [0], [])],
      attributes,
    );
    graph.dense("answer", graph.mean("pooled", rows, [1]), [3, 2]);
    expect((await converted(graph)).outputs).toEqual(["answer"]);
  });

  it("names the node and operation of what cannot be converted", async () => {
    const graph = new GraphFixture();
    const boxes = graph.placeholder("boxes", [4, 4]);
    const scores = graph.placeholder("scores", [4]);
    graph.node(
      "postprocess/nms",
      "NonMaxSuppressionV3",
      [boxes, scores, graph.ints("most", [2], []), graph.floats("iou", []), graph.floats("score", [])],
      {},
    );
    await expect(converted(graph)).rejects.toThrow(
      /NonMaxSuppressionV3 \(node postprocess\/nms\).*depends on the data/,
    );
  });

  it("names the input whose length is open, and what to type", async () => {
    const graph = new GraphFixture();
    graph.mean("answer", graph.placeholder("x", [-1, -1, 3]), [1]);
    await expect(converted(graph)).rejects.toThrow(/"x" leaves the length of axis 1 open[\s\S]*--shape x=batch,128,3/);
  });
});
