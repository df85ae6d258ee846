/** Every layer, in one process: shapes, gradients, captured equals eager, the ONNX file equals tfjs. */
import type { Tensor } from "@tensorflow/tfjs-node";
import * as ort from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { sizeOf, tensorOf } from "../../../core/tensor.js";
import type { AnyModelSpec } from "../../../short/define-model.js";
import { type Settings, settingsSchema } from "../../../short/recipe/settings.js";
import { shortStep } from "../../../short/recipe/step.js";
import { asAverages } from "../../../short/recipe/trainable.js";
import { traceInference } from "../../../trace/batch.js";
import { checkConvertible } from "../../../trace/convertible.js";
import { lowerForTf2onnx } from "../../../trace/lower.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { upload } from "../../../train/host-tensors.js";
import { differences } from "../../../train/losses/regression.js";
import { buildNetwork, type Network } from "../../../train/nn/network.js";
import { optimizerNamed } from "../../../train/optimizers/named.js";
import { createStepper, type StepMode } from "../../../train/stepper.js";
import { type CaseInputs, caseInputs, type LayerCase, layerCases } from "./layer-cases.js";

const ROWS = 5;
const facts = {
  names: { zone: ["local", "country", "world"] },
  statistics: {
    numbers: [0, 1, 2, 3, 4, 5].map((i) => ({ mean: i - 2, deviation: i === 3 ? 0 : 0.5 + i })),
    signal: [0, 1, 2, 3].map((i) => ({ mean: i, deviation: 2 })),
  },
};
const settings: Settings = settingsSchema({} as AnyModelSpec).parse({
  averageDecay: 0.9,
  clipNorm: 1,
  optimizer: "adamW",
});
let tf: TF;

beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

/** A case whose last value is the output "y". */
function networkOf({ make, shape }: LayerCase): Network {
  return buildNetwork(
    (inputs, nn) => ({ y: make(inputs as unknown as CaseInputs, nn) }),
    caseInputs,
    [{ name: "y", width: sizeOf(shape), what: "numbers" }],
    facts,
  );
}

/** Rows of every input, and a truth. */
function rowsOf(rows: number, width: number) {
  const random = Random.seeded(3, "rows");
  const normal = (dims: number[], scale = 1) =>
    tensorOf(
      "float32",
      dims,
      random.fillNormal(new Float32Array(sizeOf(dims))).map((value) => scale * value),
    );
  return {
    numbers: normal([rows, 6]),
    zone: tensorOf(
      "int32",
      [rows],
      Array.from({ length: rows }, (_, i) => i % 3),
    ),
    signal: normal([rows, 7, 4]),
    image: tensorOf(
      "float32",
      [rows, 8, 8, 4],
      random.fillUniform(new Float32Array(rows * 256)).map((value) => 255 * value),
    ),
    y: normal([rows, width], 0.3),
  };
}

/** Two steps in a mode: the weights, averages and optimizer after them. */
function twoSteps(network: Network, width: number, mode: StepMode) {
  const weights = network.initialize(Random.seeded(1, "weights"));
  const learned = Object.entries(weights).filter(([name]) => network.weights.get(name)?.trainable === true);
  const state = upload(tf, { ...weights, ...asAverages(Object.fromEntries(learned)) });
  const optimizer = optimizerNamed("adamW").init(tf, upload(tf, Object.fromEntries(learned)));
  const step = shortStep(tf, settings, {
    network,
    losses: { y: { kind: "meanSquared" } },
    judges: { y: (_, answer, truth) => differences(tf, "meanSquared", answer, truth as never) },
    augmentation: undefined,
  });
  const stepper = createStepper(tf, step, { weights: state, optimizer }, mode);
  const noise = Random.seeded(1, "noise");
  const batch = rowsOf(ROWS, width);
  for (let i = 0; i < 2; i++) {
    const random = network.draw(noise, ROWS);
    const { loss } = stepper.step({ batch, random, schedules: { learningRate: 0.01, averageDecay: 0.5 } });
    expect(loss).toBeGreaterThan(0);
  }
  const after = stepper.snapshot();
  stepper.dispose();
  return { before: weights, after };
}

describe.each(layerCases)("$name", (layer) => {
  const width = sizeOf(layer.shape);

  it("has the shape that it says, and the same numbers captured as eager", () => {
    const network = networkOf(layer);
    const inputs = upload(tf, rowsOf(ROWS, width));
    const weights = upload(tf, network.initialize(Random.seeded(1, "weights")));
    const { outputs, state } = tf.tidy(() => network.forward(tf, weights, inputs) as never) as ReturnType<
      Network["forward"]
    >;
    expect(outputs.y?.shape).toEqual([ROWS, width]);
    expect(state).toEqual({});
    // Nothing to learn: the layer is a part of others' networks.
    if (![...network.weights.values()].some(({ trainable }) => trainable)) return;
    const [eager, captured] = [twoSteps(network, width, "eager"), twoSteps(network, width, "captured")];
    for (const [name, { data }] of Object.entries(eager.after.weights)) {
      const other = captured.after.weights[name]?.data ?? [];
      for (const [i, value] of data.entries()) expect(other[i]).toBeCloseTo(value, 5);
      const start = eager.before[name]?.data;
      if (start !== undefined && /kernel$/i.test(name)) expect(data).not.toEqual(start);
    }
  });

  it("is the same in an ONNX file", async () => {
    const network = networkOf(layer);
    const constants = upload(tf, network.initialize(Random.seeded(1, "weights")));
    const used = caseInputs.map(({ name, kind, shape }) => ({
      name,
      dtype: kind === "category" ? ("int32" as const) : ("float32" as const),
      shape: ["batch" as const, ...shape],
    }));
    const graph = traceInference(tf, (inputs) => network.forward(tf, constants, inputs).outputs, used, { constants });
    checkConvertible(lowerForTf2onnx(graph));
    const session = await ort.InferenceSession.create(writeOnnx(graph));
    for (const rows of [1, 3]) {
      const { y: _, ...given } = rowsOf(rows, width);
      const wanted = tf.tidy(() => network.forward(tf, constants, upload(tf, given)).outputs.y as Tensor);
      const feeds = Object.entries(given)
        .filter(([name]) => session.inputNames.includes(name))
        .map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data as Float32Array, [...dims])]);
      const { y } = await session.run(Object.fromEntries(feeds));
      const [got, expected] = [y?.data as Float32Array, wanted.dataSync()];
      expect(got.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(Math.abs((got[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value))).toBeLessThanOrEqual(1e-5);
      });
    }
    await session.release();
  });
});
