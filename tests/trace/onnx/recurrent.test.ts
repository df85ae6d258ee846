/** GRU and LSTM as ONNX's own operators, by option. */
import type { Tensor } from "@tensorflow/tfjs-node";
import * as ort from "onnxruntime-node";
import { beforeAll, expect, it } from "vitest";
import { traceInference } from "../../../trace/batch.js";
import { fromLayersModel } from "../../../trace/layers.js";
import { lowerToOnnx, writeOnnx } from "../../../trace/onnx/write.js";
import { recurrentLayers, withRecurrentOperators } from "../../../trace/recurrent.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { seededInputs, seedWeights } from "../models.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

type Layers = Parameters<TF["sequential"]>[0] extends infer C
  ? NonNullable<C> extends { layers?: infer L }
    ? L
    : never
  : never;

const inputShape = [5, 3];
const cases: readonly { name: string; layers: (tf: TF) => unknown[]; operators: readonly string[] }[] = [
  { name: "gru", layers: (t) => [t.layers.gru({ units: 4, inputShape })], operators: ["GRU"] },
  {
    name: "gru without a bias",
    layers: (t) => [t.layers.gru({ units: 4, inputShape, useBias: false })],
    operators: ["GRU"],
  },
  {
    name: "gru sequences, backwards, hard sigmoid",
    layers: (t) => [
      t.layers.gru({
        units: 4,
        inputShape,
        returnSequences: true,
        goBackwards: true,
        recurrentActivation: "hardSigmoid",
      }),
    ],
    operators: ["GRU"],
  },
  {
    name: "lstm",
    layers: (t) => [t.layers.lstm({ units: 4, inputShape, recurrentActivation: "sigmoid" })],
    operators: ["LSTM"],
  },
  {
    name: "lstm over lstm",
    layers: (t) => [
      t.layers.lstm({ units: 4, inputShape, returnSequences: true }),
      t.layers.lstm({ units: 3, activation: "relu" }),
    ],
    operators: ["LSTM", "LSTM"],
  },
  {
    name: "bidirectional gru",
    layers: (t) => [
      t.layers.bidirectional({
        layer: t.layers.gru({ units: 3, returnSequences: true }),
        mergeMode: "concat",
        inputShape,
      } as never),
    ],
    operators: ["GRU", "GRU"],
  },
  {
    name: "bidirectional lstm, summed",
    layers: (t) => [
      t.layers.bidirectional({ layer: t.layers.lstm({ units: 3 }), mergeMode: "sum", inputShape } as never),
    ],
    operators: ["LSTM", "LSTM"],
  },
  {
    name: "a layer behind a mask stays unrolled",
    layers: (t) => [t.layers.masking({ maskValue: 0, inputShape }), t.layers.lstm({ units: 3 })],
    operators: [],
  },
  {
    name: "an activation that ONNX does not have stays unrolled",
    layers: (t) => [t.layers.gru({ units: 3, inputShape, activation: "elu" })],
    operators: [],
  },
];

it.each(cases)("$name", async ({ layers, operators }) => {
  const model = tf.sequential({ layers: layers(tf) as Layers });
  seedWeights(tf, model, 7);
  const fn = fromLayersModel(tf, model);
  const unrolled = traceInference(tf, fn.fn, fn.inputs, { constants: fn.constants });
  const graph = withRecurrentOperators(unrolled, recurrentLayers(model));
  const written = lowerToOnnx(graph).nodes.map(({ op }) => op);
  expect(written.filter((op) => op === "GRU" || op === "LSTM")).toEqual(operators);
  for (const opset of [13, 23]) {
    const session = await ort.InferenceSession.create(writeOnnx(graph, { opset }));
    for (const batch of [1, 3]) {
      const given = seededInputs(tf, fn.inputs, batch);
      const [name = "", x] = Object.entries(given)[0] as [string, Tensor];
      const got = await session.run({ [name]: new ort.Tensor("float32", x.dataSync() as Float32Array, x.shape) });
      for (const [output, want] of Object.entries(fn.fn(given))) {
        expect(got[output]?.dims).toEqual(want.shape);
        const far = [...want.dataSync()].flatMap((value, i) =>
          Math.abs(Number(got[output]?.data[i]) - value) <= 1e-5
            ? []
            : [`[${i}] ${got[output]?.data[i]}, not ${value}`],
        );
        expect(far, `batch ${batch}, opset ${opset}`).toEqual([]);
      }
    }
    await session.release();
  }
});
