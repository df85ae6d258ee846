/** How `parcel` is trained. */
import { join } from "node:path";
import { z } from "kilnjs";
import type { TF } from "kilnjs/trace";
import {
  adam,
  commonSettings,
  defineRecipe,
  type Forward,
  tensorNamed,
  valueAndGradients,
  writeAtomically,
} from "kilnjs/train";
import parcel from "../index.js";
import { evaluationOf, measure } from "./measure.js";
import { forward, initialWeights } from "./network.js";
import { makeParcels, type Parcels } from "./parcels.js";
import { parcelTable } from "./table.js";

const settingsSchema = z.strictObject({
  ...commonSettings,
  epochs: commonSettings.epochs.default(60),
  batchSize: commonSettings.batchSize.default(32),
  learningRate: commonSettings.learningRate.default(0.5),
  examples: z.int().min(64).default(512).describe("how many parcels are made up"),
});

type ParcelSettings = z.infer<typeof settingsSchema>;

const optimizer = adam();

const remarks = ["The prices are made up."];

export default defineRecipe<ParcelSettings, Parcels>({
  model: parcel,
  summary: "made-up parcels",
  settings: settingsSchema,
  presets: { demo: { summary: "a few seconds", values: {} } },
  defaultPreset: "demo",
  monitor: { metric: "validation.error", goal: "minimum" },
  data: {
    reads: null,
    async describe({ settings, seed }) {
      const { summary } = makeParcels(settings.examples, seed);
      return { summary, columns: [], rows: [], notes: [], warnings: [], json: { ...summary } };
    },
    async write({ out, seed, settings }) {
      const file = join(out, "parcels.csv");
      writeAtomically(file, [parcelTable(makeParcels(settings.examples, seed))]);
      return [file];
    },
  },

  prepare: async ({ settings, seed }) => makeParcels(settings.examples, seed),
  initialize: (_, random) => initialWeights(random),
  initialOptimizer: (tf, _, weights) => optimizer.init(tf, weights),
  draw: () => ({}),
  schedules: ({ learningRate, epochs }, { epoch }) => ({ learningRate: learningRate * (1 - epoch / epochs) }),
  step:
    (tf) =>
    (state, { batch, schedules }) => {
      const { loss, gradients } = valueAndGradients(tf, state.weights, (weights) => {
        const error = tf.sub(forward(tf, weights, batch).price, tensorNamed(batch, "price"));
        return { loss: tf.mean(tf.square(error)).asScalar() };
      });
      const rate = schedules.learningRate;
      if (rate === undefined) throw new RangeError("the schedules hold a learning rate");
      const next = optimizer.update(tf, state.optimizer, state.weights, gradients, rate);
      return { state: { weights: next.weights, optimizer: next.state }, metrics: { loss } };
    },
  async evaluate({ tf, settings, seed, run }) {
    const { error } = await measure((inputs) => run(forwardWith(tf), inputs), settings.examples, seed);
    return { "validation.error": error };
  },
  async finish({ tf, settings, seed, run }) {
    const measured = await measure((inputs) => run(forwardWith(tf), inputs), settings.examples, seed);
    const metrics = { "validation.error": measured.error, "validation.baseline": measured.baseline };
    return { fitted: {}, evaluation: evaluationOf(measured), metrics, remarks };
  },
  async evaluatePublished({ settings, seed, infer }) {
    const measured = await measure((inputs) => infer("parcel", inputs), settings.examples, seed);
    const { error, baseline, byZone } = measured;
    const rows = [["all", error], ...Object.entries(byZone), ["one price for everything", baseline]] as const;
    return { evaluation: evaluationOf(measured), columns: ["parcels", "mean error (euro)"], rows, remarks };
  },
  graphs: (tf) => ({ parcel: forwardWith(tf) }),
});

/** One function for each TensorFlow, so that it is recorded once and not after every epoch. */
const forwards = new WeakMap<TF, Forward>();

function forwardWith(tf: TF): Forward {
  const known = forwards.get(tf) ?? ((weights, inputs) => forward(tf, weights, inputs));
  forwards.set(tf, known);
  return known;
}
