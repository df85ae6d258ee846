import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@tensorflow/tfjs-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FailedError } from "../../core/errors.js";
import { traceInference } from "../../trace/batch.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../trace/graph-model.js";
import { saveGraphModel } from "../../trace/save.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";

let tf: TF;
let folder: string;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), "kiln-graph-model-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two inputs, one of them int32; two results, one of them called like an operation. */
function twoByTwo() {
  const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  return traceInference(
    tf,
    ({ index, values }) => {
      const rows = scope("table", () => tf.gather(table, index as Tensor));
      return { Sum: tf.sum(rows, -1), scaled: tf.mul(tf.mul(rows, values as Tensor), 2) };
    },
    [
      { name: "index", dtype: "int32", shape: ["batch"] },
      { name: "values", dtype: "float32", shape: ["batch", 2] },
    ],
    { constants: { "table/rows": table } },
  );
}

describe("writeGraphModel", () => {
  it("names signature, nodes and weights as declared, and keeps metadata", () => {
    const { modelJson, weights } = writeGraphModel(twoByTwo(), { metadata: { made_by: "test" } });
    expect(Object.keys(modelJson.signature.inputs)).toEqual(["index", "values"]);
    expect(modelJson.signature.outputs).toMatchObject({
      Sum: { name: "Sum:0", dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "-1" }] } },
      scaled: { name: "scaled:0" },
    });
    expect(modelJson.userDefinedMetadata).toEqual({ made_by: "test" });
    const [group] = modelJson.weightsManifest;
    expect(group.weights[0]).toEqual({ name: "table/rows", shape: [3, 2], dtype: "float32" });
    const sizes = group.weights.map(({ shape, dtype }) => tf.util.sizeFromShape(shape) * (dtype === "bool" ? 1 : 4));
    expect(sizes.reduce((a, b) => a + b)).toBe(weights.length);
    const names = modelJson.modelTopology.node.map((node) => (node as { name: string }).name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("table/GatherV2");
  });

  it("writes the same bytes for the same function", () => {
    expect(writeGraphModel(twoByTwo())).toEqual(writeGraphModel(twoByTwo()));
  });

  it("holds each anonymous constant once", () => {
    const graph = traceInference(
      tf,
      ({ x }) => ({ y: tf.add(tf.mul(tf.add(x as Tensor, 3), 3), tf.sum(x as Tensor, 1, true)) }),
      [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
    );
    const { weights } = writeGraphModel(graph).modelJson.weightsManifest[0];
    expect(weights).toHaveLength(2);
  });

  it("loads back in tfjs on the native and on the plain JavaScript backend with the same numbers", async () => {
    const written = writeGraphModel(twoByTwo());
    for (const backend of ["tensorflow", "cpu"]) {
      await tf.setBackend(backend);
      try {
        const model = await loadWrittenGraphModel(tf, written);
        const feeds = {
          index: tf.tensor1d([2, 0], "int32"),
          values: tf.tensor2d([
            [1, -1],
            [0.5, 2],
          ]),
        };
        const [sum, scaled] = model.execute(feeds, ["Sum", "scaled"]) as Tensor[];
        expect([...(sum?.dataSync() ?? [])]).toEqual([11, 3]);
        expect([...(scaled?.dataSync() ?? [])]).toEqual([10, -12, 1, 8]);
        model.dispose();
      } finally {
        await tf.setBackend("tensorflow");
      }
    }
  });

  it("refuses a result that is called as an input", () => {
    const graph = traceInference(tf, ({ x }) => ({ x: tf.neg(x as Tensor) }), [
      { name: "x", dtype: "float32", shape: ["batch"] },
    ]);
    expect(() => writeGraphModel(graph)).toThrow('both called "x"');
  });
});

describe("saveGraphModel", () => {
  it("writes files that tf.loadGraphModel reads", async () => {
    const directory = join(folder, "deep", "model");
    await saveGraphModel(directory, writeGraphModel(twoByTwo()));
    expect(readdirSync(directory).sort()).toEqual(["model.json", "weights.bin"]);
    const model = await tf.loadGraphModel(`file://${join(directory, "model.json")}`);
    const result = model.execute({ index: tf.tensor1d([1], "int32"), values: tf.ones([1, 2]) }, "Sum") as Tensor;
    expect([...result.dataSync()]).toEqual([7]);
    model.dispose();
  });

  it("leaves an existing model alone, and nothing of its own behind", async () => {
    const directory = join(folder, "taken");
    mkdirSync(directory);
    writeFileSync(join(directory, "mine.txt"), "mine");
    await expect(saveGraphModel(directory, writeGraphModel(twoByTwo()))).rejects.toThrow(FailedError);
    expect(readFileSync(join(directory, "mine.txt"), "utf8")).toBe("mine");
    expect(readdirSync(folder).filter((name) => name.includes("writing"))).toEqual([]);
    expect(existsSync(join(directory, "model.json"))).toBe(false);
  });
});
