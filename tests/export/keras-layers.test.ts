/**
 * Every layer and option that tfjs refuses or reads in another way, held against Keras' own values
 * (`tests/fixtures/keras/make.py`): recorded, written as ONNX, and run by onnxruntime.
 */
import * as ort from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { inputSpecs } from "../../export/tfjs/input-specs.js";
import { readLayersModel } from "../../export/tfjs/layers-model.js";
import { writeOnnx } from "../../trace/onnx/write.js";
import { traceSymbolic } from "../../trace/symbolic/record.js";
import { loadTfjs, type Tfjs } from "../../trace/tfjs.js";
import fixtures from "../fixtures/keras/layers.json" with { type: "json" };
import { type KerasCase, sourceOf, unpacked } from "./tfjs-fixtures.js";

const cases = fixtures.cases as unknown as readonly KerasCase[];
let tf: Tfjs;

beforeAll(async () => {
  tf = await loadTfjs();
});

describe(`as Keras ${fixtures.keras} computes it`, () => {
  it.each(cases)("$name", async ({ config, weights, inputs, outputs }) => {
    const model = await readLayersModel(tf, sourceOf({ config, weights }, fixtures.keras));
    try {
      const graph = traceSymbolic(tf, model.fn, inputSpecs(model.inputs, {}), { constants: model.constants });
      const session = await ort.InferenceSession.create(writeOnnx(graph));
      const feeds = Object.fromEntries(
        model.inputs.map(({ name, dtype }, i) => {
          const packed = inputs[i];
          if (packed === undefined) throw new Error(`no values for ${name}`);
          const values = unpacked(packed);
          const data = dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values);
          return [name, new ort.Tensor(dtype, data as Float32Array, [...packed.shape])];
        }),
      );
      const answers = await session.run(feeds);
      for (const [i, name] of model.outputs.entries()) {
        const expected = outputs[i];
        if (expected === undefined) throw new Error(`no expected values for ${name}`);
        expect(answers[name]?.dims).toEqual(expected.shape);
        expect(largest(answers[name]?.data as Float32Array, unpacked(expected))).toBeLessThanOrEqual(1e-5);
      }
      await session.release();
    } finally {
      model.dispose();
    }
  });
});

function largest(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = Number(expected[i]);
    const distance = Math.abs(Number(got[i]) - wanted) / Math.max(1, Math.abs(wanted));
    if (!(distance <= worst)) worst = distance;
  }
  return worst;
}
