/** The road of every exported function – record, graph-model, tf2onnx, onnxruntime – against eager tfjs, as a test. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@tensorflow/tfjs-node";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { traceInference } from "../../trace/batch.js";
import { checkConvertible } from "../../trace/convertible.js";
import { TraceError } from "../../trace/errors.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../trace/graph-model.js";
import type { LayersFunction } from "../../trace/layers.js";
import { lowerForTf2onnx } from "../../trace/lower.js";
import { saveGraphModel } from "../../trace/save.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { seededInputs } from "./models.js";
import { type Converted, convertMany, hasTf2onnx } from "./python.js";

/** One function to take down the road. */
export interface ParityCase {
  readonly name: string;
  readonly make: (tf: TF) => LayersFunction;
  /** Integers below this go in, instead of real numbers. */
  readonly below?: number;
  /** Set where tf2onnx cannot express it: what the refusal has to say. */
  readonly refused?: RegExp;
}

const BATCHES = [1, 3, 16];

interface Values {
  readonly dtype: "float32" | "int32" | "bool";
  readonly shape: number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

interface Expected {
  readonly feeds: Record<string, Values>;
  readonly outputs: Record<string, Values>;
}

interface Traced {
  readonly directory: string;
  readonly expected: Expected[];
  readonly refusal: TraceError | undefined;
}

/** Declares the tests: each case as a graph-model in tfjs, then each in onnxruntime. */
export function describeParity(what: string, cases: readonly ParityCase[]): void {
  let tf: TF;
  let folder: string;
  const traced = new Map<string, Traced>();
  const converted = new Map<string, Converted>();

  beforeAll(async () => {
    tf = await loadTensorFlow({ threads: 1 });
    folder = mkdtempSync(join(tmpdir(), "kiln-parity-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe(`${what}, recorded and loaded back as a graph-model`, () => {
    it.each(cases)("$name equals eager tfjs", async (testCase) => {
      const fn = testCase.make(tf);
      const expected = eager(tf, fn, testCase.below);
      const graph = lowerForTf2onnx(traceInference(tf, fn.fn, fn.inputs, { constants: fn.constants }));
      const written = writeGraphModel(graph);
      const loaded = await loadWrittenGraphModel(tf, written);
      for (const { feeds, outputs } of expected) {
        const names = Object.keys(outputs);
        const results = loaded.execute(tensors(tf, feeds), names);
        for (const [i, result] of (Array.isArray(results) ? results : [results]).entries()) {
          const name = names[i] ?? "";
          expectEqual({ [name]: valuesOf(result) }, { [name]: outputs[name] }, 1e-6);
        }
      }
      loaded.dispose();
      const directory = join(folder, String(traced.size));
      let refusal: TraceError | undefined;
      try {
        checkConvertible(graph);
        await saveGraphModel(directory, written);
      } catch (error) {
        if (!(error instanceof TraceError)) throw error;
        refusal = error;
      }
      traced.set(testCase.name, { directory, expected, refusal });
    });
  });

  describe.skipIf(!hasTf2onnx)(`${what}, through tf2onnx (needs the Python environment: kiln setup)`, () => {
    beforeAll(async () => {
      const names = [...traced].filter(([, { refusal }]) => refusal === undefined).map(([name]) => name);
      const results = await convertMany(
        names.map((name) => {
          const directory = traced.get(name)?.directory ?? "";
          return { model: join(directory, "model.json"), output: join(directory, "model.onnx"), opset: 18 };
        }),
      );
      for (const [i, name] of names.entries()) converted.set(name, results[i] ?? { ok: false, errors: ["no answer"] });
    }, 600_000);

    it.each(cases)("$name in onnxruntime equals eager tfjs, or is refused by name", async (testCase) => {
      const known = traced.get(testCase.name);
      if (known === undefined) throw new Error("it was not recorded");
      const { directory, expected, refusal } = known;
      if (testCase.refused !== undefined) {
        expect(String(refusal)).toMatch(testCase.refused);
        return;
      }
      expect(refusal).toBeUndefined();
      expect(converted.get(testCase.name)).toEqual({ ok: true, errors: [] });
      const session = await ort.InferenceSession.create(readFileSync(join(directory, "model.onnx")));
      for (const { feeds, outputs } of expected) {
        const results = await session.run(
          Object.fromEntries(
            Object.entries(feeds).map(([name, { dtype, values, shape }]) => [
              name,
              new ort.Tensor(dtype, values as Float32Array, shape),
            ]),
          ),
        );
        const got = Object.entries(results).map(([name, { dims, data, type }]) => [
          name,
          { dtype: type, shape: [...dims], values: data },
        ]);
        expectEqual(Object.fromEntries(got) as Record<string, Values>, outputs, 1e-5);
      }
      await session.release();
    });
  });
}

/** What eager tfjs says, at each batch size. */
function eager(tf: TF, fn: LayersFunction, below: number | undefined): Expected[] {
  return BATCHES.map((batch) => {
    const inputs = seededInputs(tf, fn.inputs, batch, below);
    const outputs = fn.fn(inputs);
    const read = (map: Readonly<Record<string, Tensor>>) =>
      Object.fromEntries(Object.entries(map).map(([name, tensor]) => [name, valuesOf(tensor)]));
    return { feeds: read(inputs), outputs: read(outputs) };
  });
}

function valuesOf(tensor: Tensor): Values {
  return {
    dtype: tensor.dtype as Values["dtype"],
    shape: tensor.shape,
    values: tensor.dataSync() as Values["values"],
  };
}

function tensors(tf: TF, feeds: Record<string, Values>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { values, shape, dtype }]) => [name, tf.tensor(values, shape, dtype)]),
  );
}

function expectEqual(got: Record<string, Values>, wanted: Record<string, Values | undefined>, tolerance: number): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, want] of Object.entries(wanted)) {
    expect(got[name]?.shape).toEqual(want?.shape);
    expect(difference(got[name]?.values ?? [], want?.values ?? [])).toBeLessThanOrEqual(tolerance);
  }
}

/** The largest difference, relative where numbers are large; NaN where one is missing or not a number. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(Number(a[i]) - Number(b[i])) / Math.max(1, Math.abs(Number(b[i])));
    if (!(distance <= worst)) worst = distance;
  }
  return worst;
}
