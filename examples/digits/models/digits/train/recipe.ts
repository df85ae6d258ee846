/** How `digits` is trained. */
import { type Tensors, tensorOf, z } from "kilnjs";
import type { TF } from "kilnjs/trace";
import {
  adam,
  commonSettings,
  defineRecipe,
  type Forward,
  type TensorMap,
  tensorNamed,
  valueAndGradients,
} from "kilnjs/train";
import { labels } from "../contract.js";
import digits from "../index.js";
import { type Digits, drawnDigits } from "./data.js";
import { isLearned } from "./layers.js";
import { measure } from "./measure.js";
import { initialWeights, logits } from "./network.js";

const settingsSchema = z.strictObject({
  ...commonSettings,
  epochs: commonSettings.epochs.default(6),
  batchSize: commonSettings.batchSize.default(64),
  learningRate: commonSettings.learningRate.default(3e-3),
  examples: z.int().min(100).default(3000).describe("how many digits are drawn"),
  channels: z.int().min(1).default(8).describe("channels of the first convolution; the second has twice as many"),
  units: z.int().min(1).default(64).describe("units of the dense layer"),
  dropout: z.number().min(0).lt(1).default(0.3).describe("part of the units that a step leaves out"),
});

type DigitsSettings = z.infer<typeof settingsSchema>;

const optimizer = adam();

const remarks = ["The digits are drawn: simulated pictures, tidier than what people write."];

const learned = (weights: TensorMap) => Object.fromEntries(Object.entries(weights).filter(([name]) => isLearned(name)));

export default defineRecipe<DigitsSettings, Digits>({
  model: digits,
  summary: "drawn digits",
  settings: settingsSchema,
  presets: { demo: { summary: "half a minute", values: {} } },
  defaultPreset: "demo",
  monitor: { metric: "validation.accuracy", goal: "maximum" },
  data: {
    reads: null,
    async describe({ settings, seed }) {
      const { summary } = drawnDigits(settings.examples, seed);
      return { summary, columns: [], rows: [], notes: [], warnings: [], json: { ...summary } };
    },
    write: async () => [],
  },

  prepare: async ({ settings, seed }) => drawnDigits(settings.examples, seed),
  initialize: (settings, random) => initialWeights(settings, random),
  initialOptimizer: (tf, _, weights) => optimizer.init(tf, learned(weights)),
  draw: ({ units, dropout }, random, rows): Tensors => ({
    mask: tensorOf(
      "float32",
      [rows, units],
      Float32Array.from({ length: rows * units }, () => (random.uniform() < dropout ? 0 : 1 / (1 - dropout))),
    ),
  }),
  schedules: ({ learningRate, epochs }, { epoch }) => ({ learningRate: learningRate * (1 - epoch / epochs) }),
  step:
    (tf, settings) =>
    ({ weights, optimizer: state }, { batch, random, schedules }) => {
      const found = valueAndGradients(tf, learned(weights), (trained) => {
        const kept: Record<string, TensorMap[string]> = {};
        const remember = (name: string, value: TensorMap[string]) => {
          kept[name] = value;
        };
        const mode = { training: true, remember };
        const given = logits(tf, { ...weights, ...trained }, batch, settings, mode, tensorNamed(random, "mask"));
        const truth = tf.oneHot(tensorNamed(batch, "digit").toInt(), labels.length);
        return { loss: tf.losses.softmaxCrossEntropy(truth, given).asScalar(), metrics: kept };
      });
      const rate = schedules.learningRate;
      if (rate === undefined) throw new RangeError("the schedules hold a learning rate");
      const next = optimizer.update(tf, state, learned(weights), found.gradients, rate);
      // In the order that they came in.
      const changed: TensorMap = { ...next.weights, ...found.metrics };
      const after = Object.fromEntries(Object.keys(weights).map((name) => [name, tensorNamed(changed, name)]));
      return { state: { weights: after, optimizer: next.state }, metrics: { loss: found.loss } };
    },
  async evaluate({ tf, settings, seed, run }) {
    const { accuracy } = await measure((inputs) => run(forwardWith(tf, settings), inputs), 500, seed);
    return { "validation.accuracy": accuracy };
  },
  async finish({ tf, settings, seed, run }) {
    const measured = await measure((inputs) => run(forwardWith(tf, settings), inputs), 500, seed);
    const metrics = { "validation.accuracy": measured.accuracy, "validation.baseline": measured.baseline };
    return { fitted: {}, evaluation: { ...measured, byDigit: { ...measured.byDigit } }, metrics, remarks };
  },
  async evaluatePublished({ seed, infer }) {
    const measured = await measure((inputs) => infer("digits", inputs), 500, seed);
    const rows = [
      ["all", measured.accuracy],
      ...Object.entries(measured.byDigit),
      ["always the same digit", measured.baseline],
    ] as const;
    const evaluation = { ...measured, byDigit: { ...measured.byDigit } };
    return { evaluation, columns: ["digits", "recognised"], rows, remarks };
  },
  graphs: (tf, settings) => ({ digits: forwardWith(tf, settings) }),
});

/** One function for each TensorFlow, so that it is recorded once and not after every epoch. */
const forwards = new WeakMap<TF, Forward>();

function forwardWith(tf: TF, settings: DigitsSettings): Forward {
  const known =
    forwards.get(tf) ??
    ((weights, inputs) => {
      const mode = { training: false, remember: () => undefined };
      return { probability: tf.softmax(logits(tf, weights, inputs, settings, mode)) };
    });
  forwards.set(tf, known);
  return known;
}
