import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { traceInference } from "../../trace/batch.js";
import { checkConvertible } from "../../trace/convertible.js";
import { TraceError } from "../../trace/errors.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../trace/graph-model.js";
import { fromLayersModel, type LayersFunction } from "../../trace/layers.js";
import { lowerForTf2onnx } from "../../trace/lower.js";
import { saveGraphModel } from "../../trace/save.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { layerCases } from "./layers-table.js";
import { seededInputs, seedWeights } from "./models.js";
import { type Converted, convertMany, hasTf2onnx } from "./python.js";

const BATCHES = [1, 3, 16];

interface Expected {
  readonly feeds: Record<string, { dtype: string; shape: number[]; values: Float32Array | Int32Array | Uint8Array }>;
  readonly outputs: Record<string, { shape: number[]; values: Float32Array }>;
}

interface Traced {
  readonly directory: string;
  readonly expected: Expected[];
  readonly refusal?: unknown;
}

let tf: TF;
let folder: string;
const traced = new Map<string, Traced>();
const converted = new Map<string, Converted>();

beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), "kiln-layers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What eager tfjs says about a model, at each batch size. */
function eager(fn: LayersFunction, below: number | undefined): Expected[] {
  return BATCHES.map((batch) =>
    tf.tidy(() => {
      const inputs = seededInputs(tf, fn.inputs, batch, below);
      const read = (tensors: typeof inputs) =>
        Object.fromEntries(
          Object.entries(tensors).map(([name, tensor]) => [
            name,
            { dtype: tensor.dtype, shape: tensor.shape, values: tensor.dataSync() as Float32Array },
          ]),
        );
      return { feeds: read(inputs), outputs: read(fn.fn(inputs)) } as never as Expected & Record<string, never>;
    }),
  );
}

/** The largest difference, relative where numbers are large; NaN where a shape or a number is missing. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(Number(a[i]) - Number(b[i])) / Math.max(1, Math.abs(Number(b[i])));
    if (!(distance <= worst)) worst = distance;
  }
  return worst;
}

describe("each layer class, recorded and loaded back as a graph-model", () => {
  it.each(layerCases)("$name equals eager tfjs", async (layer) => {
    const model = layer.build(tf);
    seedWeights(tf, model, 7);
    const fn = fromLayersModel(tf, model);
    const expected = eager(fn, layer.below);
    const graph = lowerForTf2onnx(traceInference(tf, fn.fn, fn.inputs, { constants: fn.constants }));
    const written = writeGraphModel(graph);

    const loaded = await loadWrittenGraphModel(tf, written);
    for (const { feeds, outputs } of expected) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { values, shape, dtype }]) => [
          name,
          tf.tensor(values, shape, dtype as "int32"),
        ]),
      );
      const names = Object.keys(outputs);
      const results = loaded.execute(inputs, names);
      for (const [i, result] of (Array.isArray(results) ? results : [results]).entries()) {
        const wanted = outputs[names[i] ?? ""];
        expect(result.shape).toEqual(wanted?.shape);
        expect(difference(result.dataSync() as Float32Array, wanted?.values ?? [])).toBeLessThanOrEqual(1e-6);
      }
    }
    loaded.dispose();

    const directory = join(folder, String(traced.size));
    let refusal: unknown;
    try {
      checkConvertible(graph);
      await saveGraphModel(directory, written);
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      refusal = error;
    }
    traced.set(layer.name, { directory, expected, refusal });
  });
});

describe.skipIf(!hasTf2onnx)("each layer class, through tf2onnx (needs the Python environment: kiln setup)", () => {
  beforeAll(async () => {
    const names = [...traced].filter(([, { refusal }]) => refusal === undefined).map(([name]) => name);
    const results = await convertMany(
      names.map((name) => {
        const directory = traced.get(name)?.directory ?? "";
        return { model: join(directory, "model.json"), output: join(directory, "model.onnx"), opset: 15 };
      }),
    );
    for (const [i, name] of names.entries()) {
      const result = results[i];
      if (result !== undefined) converted.set(name, result);
    }
  }, 600_000);

  it.each(layerCases)("$name in onnxruntime equals eager tfjs", async (layer) => {
    const { directory, expected, refusal } = traced.get(layer.name) ?? {};
    if (layer.refused !== undefined) {
      expect(String(refusal)).toMatch(layer.refused);
      return;
    }
    expect(refusal).toBeUndefined();
    expect(converted.get(layer.name)).toEqual({ ok: true, errors: [] });
    const session = await ort.InferenceSession.create(readFileSync(join(directory ?? "", "model.onnx")));
    for (const { feeds, outputs } of expected ?? []) {
      const results = await session.run(
        Object.fromEntries(
          Object.entries(feeds).map(([name, { dtype, values, shape }]) => [
            name,
            new ort.Tensor(dtype as "float32", values as Float32Array, shape),
          ]),
        ),
      );
      expect(Object.keys(results)).toEqual(Object.keys(outputs));
      for (const [name, wanted] of Object.entries(outputs)) {
        expect(results[name]?.dims).toEqual(wanted.shape);
        expect(difference(results[name]?.data as Float32Array, wanted.values)).toBeLessThanOrEqual(1e-5);
      }
    }
    await session.release();
  });
});
