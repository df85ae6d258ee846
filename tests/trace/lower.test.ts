import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@tensorflow/tfjs-node";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InputSpec, traceInference } from "../../trace/batch.js";
import { checkConvertible } from "../../trace/convertible.js";
import type { Graph } from "../../trace/graph.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../trace/graph-model.js";
import { flatOneHot, lowerForTf2onnx, staticTransposedConvolutions } from "../../trace/lower.js";
import { saveGraphModel } from "../../trace/save.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { TF2ONNX_OPERATIONS, TF2ONNX_VERSION } from "../../trace/tf2onnx-operations.js";
import { seededInputs } from "./models.js";
import { convertMany, hasTf2onnx, runPython } from "./python.js";

let tf: TF;
let folder: string;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), "kiln-lower-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture: InputSpec = { name: "x", dtype: "float32", shape: ["batch", 4, 4, 2] };

/** Two transposed convolutions, kernel 3, stride 2, "same": odd padding, the second behind the first. */
function decoder(x: Tensor): Tensor {
  const n = x.shape[0] ?? 0;
  const kernel = tf.tensor4d(
    Array.from({ length: 36 }, (_, i) => (i - 18) / 9),
    [3, 3, 2, 2],
  );
  const once = scope("up1", () => tf.conv2dTranspose(x as never, kernel, [n, 8, 8, 2], 2, "same"));
  return scope("up2", () => tf.sigmoid(tf.conv2dTranspose(once, kernel, [n, 16, 16, 2], 2, "same")));
}

function traced(fn: (x: Tensor) => Tensor, input: InputSpec): Graph {
  return traceInference(tf, ({ x }) => ({ y: fn(x as Tensor) }), [input]);
}

describe("the rewrites for tf2onnx", () => {
  it.each([
    ["transposed convolutions", decoder, picture, staticTransposedConvolutions],
    [
      "one-hot of a matrix",
      (x: Tensor) => tf.oneHot(x as never, 5),
      { name: "x", dtype: "int32", shape: ["batch", 3] } as InputSpec,
      flatOneHot,
    ],
  ])("keep every number of %s", async (_, fn, input, rewrite) => {
    const graph = traced(fn, input);
    const lowered = rewrite(graph);
    expect(lowered.nodes.length).toBeGreaterThan(graph.nodes.length);
    const x = seededInputs(tf, [input], 3, input.dtype === "int32" ? 5 : undefined);
    const [before, after] = await Promise.all(
      [graph, lowered].map(async (version) => {
        const model = await loadWrittenGraphModel(tf, writeGraphModel(version));
        return model.execute(x, "y") as Tensor;
      }),
    );
    expect(after?.shape).toEqual(before?.shape);
    expect(after?.dataSync()).toEqual(before?.dataSync());
  });

  it("leave other graphs as they are", () => {
    const graph = traced((x) => tf.relu(x), picture);
    expect(lowerForTf2onnx(graph)).toEqual(graph);
  });
});

describe("checkConvertible", () => {
  it("names operation, layer and line of what tf2onnx has no handler for", () => {
    const graph = traced((x) => scope("features", () => tf.log1p(tf.abs(x))), picture);
    expect(() => checkConvertible(graph)).toThrow(
      /tf2onnx cannot convert Log1p.*operation Log1p, in features, at tests\/trace\/lower\.test\.ts:\d+/s,
    );
  });

  it("refuses an opset that is too low for an operation", () => {
    const graph = traced((x) => tf.acosh(tf.add(tf.abs(x), 1)), picture);
    expect(() => checkConvertible(graph, 5)).toThrow(/Acosh: it needs opset \d+, and 5 was asked for/);
    expect(() => checkConvertible(graph)).not.toThrow();
  });

  it("refuses what the rewrites would have mended", () => {
    const graph = traced((x) => tf.oneHot(x as never, 5), { name: "x", dtype: "int32", shape: ["batch", 3] });
    expect(() => checkConvertible(graph)).toThrow("vector of indices");
    expect(() => checkConvertible(lowerForTf2onnx(graph))).not.toThrow();
  });
});

describe.skipIf(!hasTf2onnx)("the installed tf2onnx (needs the Python environment: kiln setup)", () => {
  it("is the one that the table of operations was made with", async () => {
    const installed: unknown = JSON.parse(await runPython(["trace/tf2onnx-operations.py"]));
    expect(installed).toEqual({ version: TF2ONNX_VERSION, operations: TF2ONNX_OPERATIONS });
  });

  it("is wrong, without an error, on chained transposed convolutions of odd padding, and right on the rewritten", async () => {
    const graph = traced(decoder, picture);
    const models = { raw: graph, lowered: lowerForTf2onnx(graph) };
    for (const [name, version] of Object.entries(models)) {
      await saveGraphModel(join(folder, name), writeGraphModel(version));
    }
    const results = await convertMany(
      Object.keys(models).map((name) => ({
        model: join(folder, name, "model.json"),
        output: join(folder, `${name}.onnx`),
        opset: 18,
      })),
    );
    expect(results).toEqual([
      { ok: true, errors: [] },
      { ok: true, errors: [] },
    ]);
    const { x } = seededInputs(tf, [picture], 3);
    if (x === undefined) throw new Error("no input");
    const wanted = decoder(x).dataSync();
    const worst = async (name: string) => {
      const session = await ort.InferenceSession.create(readFileSync(join(folder, `${name}.onnx`)));
      const { y } = await session.run({ x: new ort.Tensor("float32", x.dataSync() as Float32Array, x.shape) });
      await session.release();
      return Math.max(...wanted.map((value, i) => Math.abs(value - Number(y?.data[i]))));
    };
    expect(await worst("raw")).toBeGreaterThan(0.1);
    expect(await worst("lowered")).toBeLessThan(1e-5);
  });
});
