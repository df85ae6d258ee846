/** Every layer class of tfjs with its options, written directly: many models in one file and one session. */

import type { Tensor } from "@tensorflow/tfjs-node";
import * as ort from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { type InputSpec, traceInference } from "../../../trace/batch.js";
import { fromLayersModel, type LayersFunction } from "../../../trace/layers.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { scope } from "../../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { expectSameGraph } from "../both-recorders.js";
import { type LayerCase, layerCases } from "../layers-table.js";
import { seededInputs, seedWeights } from "../models.js";

const whole = process.env.KILN_MATRIX === "1";
const OPSETS = whole ? [13, 15, 18, 21, 23] : [23];
const BATCHES = [1, 3, 16];
/** So many models in one file. */
const TOGETHER = 12;

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const groups = Array.from({ length: Math.ceil(layerCases.length / TOGETHER) }, (_, group) =>
  layerCases.slice(group * TOGETHER, (group + 1) * TOGETHER),
);

describe("each layer class, written directly, equals eager tfjs", () => {
  it.each(groups.map((cases, turn) => ({ turn, name: `${cases[0]?.name} … ${cases.at(-1)?.name}`, cases })))(
    "$name",
    async ({ cases, turn }) => {
      const models = cases.map((one) => ({ one, ...prepared(one) }));
      const inputs: InputSpec[] = models.flatMap(({ key, fn }) =>
        fn.inputs.map((spec) => ({ ...spec, name: `${key}_${spec.name}` })),
      );
      const constants = Object.fromEntries(
        models.flatMap(({ key, fn }) => Object.entries(fn.constants).map(([name, value]) => [`${key}/${name}`, value])),
      );
      const all = (given: Readonly<Record<string, Tensor>>): Record<string, Tensor> =>
        Object.assign(
          {},
          ...models.map(({ key, fn }) =>
            scope(key, () =>
              named(
                key,
                fn.fn(Object.fromEntries(fn.inputs.map(({ name }) => [name, given[`${key}_${name}`] as Tensor]))),
              ),
            ),
          ),
        );
      const graph = traceInference(tf, all, inputs, { constants });
      expectSameGraph(tf, graph, all, inputs, constants);
      for (const opset of OPSETS) {
        const session = await ort.InferenceSession.create(writeOnnx(graph, { opset }));
        for (const batch of whole ? BATCHES : [BATCHES[turn % 3] ?? 1]) {
          const feeds: Record<string, ort.Tensor> = {};
          const expected: Record<string, Tensor> = {};
          for (const { key, fn, one } of models) {
            const given = seededInputs(tf, fn.inputs, batch, one.below);
            for (const [name, tensor] of Object.entries(given)) {
              feeds[`${key}_${name}`] = new ort.Tensor(
                tensor.dtype as "float32",
                tensor.dataSync() as Float32Array,
                tensor.shape,
              );
            }
            Object.assign(expected, named(key, fn.fn(given)));
          }
          const got = await session.run(feeds);
          for (const { key, one } of models) {
            for (const [name, want] of Object.entries(expected).filter(([output]) => output.startsWith(`${key}_`))) {
              const answer = got[name];
              expect(answer?.dims, one.name).toEqual(want.shape);
              const values = want.dataSync();
              let worst = 0;
              for (const [i, value] of values.entries()) {
                const distance = Math.abs(Number(answer?.data[i]) - value) / Math.max(1, Math.abs(value));
                if (!(distance <= worst)) worst = distance;
              }
              expect(worst, `${one.name} at batch ${batch}, opset ${opset}`).toBeLessThanOrEqual(1e-5);
            }
          }
        }
        await session.release();
      }
    },
  );
});

let made = 0;
function prepared({ build }: LayerCase): { key: string; fn: LayersFunction } {
  const model = build(tf);
  seedWeights(tf, model, 7);
  return { key: `m${made++}`, fn: fromLayersModel(tf, model) };
}

function named(key: string, outputs: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [`${key}_${name}`, tensor]));
}
