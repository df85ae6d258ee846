import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainSums } from "../../trace/bits.js";
import { capture } from "../../trace/capture.js";
import { openNativeGraph } from "../../trace/native-graph.js";
import { OPERATION_OUTPUTS } from "../../trace/operation-outputs.js";
import { record } from "../../trace/record.js";
import { SAVED_MODEL_TAG, type SavedModelOptions, writeSavedModel } from "../../trace/saved-model.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { adam } from "../../train/optimizers/adam.js";
import { hasTf2onnx, runPython } from "./python.js";
import { losses, trainingStep, vaeWork } from "./steps.js";

let tf: TF;
let folder: string;
beforeAll(async () => {
  // Two threads: the other tests of captured functions run with one, where the graph runs in sequence.
  tf = await loadTensorFlow({ threads: 2 });
  folder = mkdtempSync(join(tmpdir(), "kiln-saved-model-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Operations with lists of outputs, of inputs, of attributes; constants of one value and of several; int32 and bool. */
function everyKind() {
  const x = tf.tensor2d([
    [1, -2, 3],
    [-4, 5, -6],
  ]);
  const fn = ({ x: input }: Readonly<Record<string, Tensor>>) => {
    if (input === undefined) throw new Error("no x");
    const [first, , third] = tf.split(input, 3, 1) as [Tensor, Tensor, Tensor];
    const picture = tf.reshape(input, [1, 2, 3, 1]) as never;
    const { values, indices } = tf.topk(input, 2);
    return {
      sum: tf.addN([first, third, tf.ones([2, 1])]),
      pooled: tf.maxPool(picture, 2, 1, "same"),
      values,
      indices,
      rows: tf.stack(tf.unstack(input, 0).reverse(), 1),
      negative: tf.less(input, tf.tensor1d([0, 1, 2])),
      fixed: tf.fill([4], 7, "int32"),
      handed: input,
    };
  };
  return { x, fn, graph: record(tf, fn, { x }) };
}

describe("writeSavedModel", () => {
  it.each<[string, SavedModelOptions]>([
    ["as a function that is called", {}],
    ["as a function that runs in sequence", { sequential: true }],
    ["as a plain graph", { optimize: true }],
  ])("%s gives what eager gives", (_, options) => {
    const { x, fn, graph } = everyKind();
    const native = openNativeGraph(tf, graph, options);
    const results = native.run([x]);
    for (const [i, [name, wanted]] of Object.entries(fn({ x })).entries()) {
      expect(results[i]?.dtype, name).toBe(wanted.dtype);
      expect(results[i]?.shape, name).toEqual(wanted.shape);
      expect([...(results[i]?.dataSync() ?? [])], name).toEqual([...wanted.dataSync()]);
    }
    native.dispose();
  });

  it.each([false, true])("has a signature that tf.node.loadSavedModel reads (optimize: %s)", async (optimize) => {
    const { x, graph } = everyKind();
    const directory = mkdtempSync(join(folder, "model-"));
    writeFileSync(join(directory, "saved_model.pb"), writeSavedModel(graph, { optimize }).bytes);
    const model = await tf.node.loadSavedModel(directory, [SAVED_MODEL_TAG], "serving_default");
    const results = model.predict({ x }) as NamedTensorMap;
    expect([...(results.indices?.dataSync() ?? [])]).toEqual([2, 0, 1, 0]);
    model.dispose();
  });

  it("stores a constant whose values are all equal as one value", () => {
    const graph = record(tf, ({ x }) => ({ y: tf.add(x as Tensor, tf.ones([100, 100])) }), { x: tf.scalar(1) });
    expect(writeSavedModel(graph).bytes.length).toBeLessThan(2000);
  });

  it("gives TensorFlow's own words when an operation fails while it runs", () => {
    const graph = record(tf, ({ x, i }) => ({ y: tf.gather(x as Tensor, i as Tensor) }), {
      x: tf.ones([2]),
      i: tf.tensor1d([0], "int32"),
    });
    const native = openNativeGraph(tf, graph);
    expect(() => native.run([tf.ones([2]), tf.tensor1d([7], "int32")])).toThrow(
      /TensorFlow fails while it runs a captured function.*indices\[0\] = 7 is not in \[0, 2\)/s,
    );
    native.dispose();
  });
});

describe("chainSums", () => {
  it("adds from left to right", () => {
    const inputs = Object.fromEntries([1, 2, 3, 4].map((value) => [`x${value}`, tf.scalar(value)]));
    const graph = chainSums(record(tf, (all) => ({ y: tf.addN(Object.values(all)) }), inputs));
    expect(graph.nodes.map(({ op }) => op)).not.toContain("AddN");
    expect(graph.nodes.filter(({ op }) => op === "AddV2").map(({ inputs }) => inputs.map(({ node }) => node))).toEqual([
      ["x1", "x2"],
      ["AddN/sum", "x3"],
      ["AddN/sum_1", "x4"],
    ]);
  });
});

describe("with two threads", () => {
  it("a captured step equals eager bit for bit over 30 steps too", () => {
    const work = vaeWork(tf, 3);
    const step = trainingStep(tf, work, adam());
    const run = capture(tf, step);
    const native = losses(tf, work, adam(), 30, run);
    run.dispose();
    expect(native).toEqual(losses(tf, work, adam(), 30, (state, inputs) => tf.tidy(() => step(state, inputs))));
  });
});

describe.skipIf(!hasTf2onnx)("the installed TensorFlow (needs the Python environment: kiln setup)", () => {
  it("names the outputs of operations as the table does", async () => {
    expect(JSON.parse(await runPython(["trace/operation-outputs.py"]))).toEqual(OPERATION_OUTPUTS);
  });
});
