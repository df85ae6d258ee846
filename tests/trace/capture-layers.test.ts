import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../trace/capture.js";
import { fromLayersModel, withModelWeights } from "../../trace/layers.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { valueAndGradients } from "../../train/optimizers/gradients.js";
import type { Tensors } from "../../train/optimizers/optimizer.js";
import { momentum } from "../../train/optimizers/sgd.js";
import { layerCases } from "./layers-table.js";
import { seededInputs, seedWeights } from "./models.js";

type State = { trained: Tensors; optimizer: Tensors; statistics: Tensors };
type Stepped = { state: State; metrics: Tensors };

/** Layers that draw their own random numbers while they train. */
const RANDOM = /dropout|gaussianNoise|alphaDropout|spatialDropout/i;
/** Layers that tfjs has no gradient for, or (batch normalisation along another axis) a wrong one. */
const NO_GRADIENT = /dilated|thresholdedReLU|conv3dTranspose|along rows|masking|centerCrop/;
/** Layers with an operation that oneDNN computes in a graph only, not in eager: equal up to rounding. */
const ONEDNN_IN_GRAPHS = /softmax/;

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

/** A step of training around a model of `tf.layers`: weights, and real inputs too, go down their gradients. */
function stepAround(model: ReturnType<TF["model"]>, below: number | undefined) {
  const { inputs, fn } = fromLayersModel(tf, model);
  const optimizer = momentum();
  const learnt = new Set(model.trainableWeights.map(({ name }) => name));
  // No zeros: in a pooling window of equal numbers, which of them is the largest is a matter of taste.
  const examples = seededInputs(tf, inputs, 3, below, false);
  const weights: Tensors = Object.fromEntries(model.weights.map((weight) => [weight.name, tf.add(weight.read(), 0)]));
  const pick = (wanted: boolean): Tensors =>
    Object.fromEntries(Object.entries(weights).filter(([name]) => learnt.has(name) === wanted));
  const trained = below === undefined ? { ...pick(true), ...examples } : pick(true);
  const state: State = { trained, optimizer: optimizer.init(tf, trained), statistics: pick(false) };
  const step = (current: State, batch: Tensors, rate: Scalar): Stepped => {
    const { result, weights: after } = withModelWeights(
      model,
      { ...current.trained, ...current.statistics },
      (variables) => {
        const leaves = Object.fromEntries(
          Object.entries(current.trained).map(([name, tensor]) => [name, variables[name] ?? tensor]),
        );
        return valueAndGradients(tf, leaves, () => {
          const outputs = fn({ ...batch, ...current.trained }, { training: true });
          const losses = Object.values(outputs).map((output) =>
            tf.mean(tf.square(tf.sub(tf.cast(output, "float32"), 0.3))),
          );
          return { loss: tf.addN(losses) as Scalar };
        });
      },
    );
    const updated = optimizer.update(tf, current.optimizer, current.trained, result.gradients, rate);
    const statistics = Object.fromEntries(
      Object.entries(after).filter(([name]) => current.statistics[name] !== undefined),
    );
    return {
      state: { trained: updated.weights, optimizer: updated.state, statistics },
      metrics: { loss: result.loss },
    };
  };
  return { state, step, batch: below === undefined ? {} : examples };
}

function values(stepped: Stepped): number[][] {
  const { trained, statistics } = stepped.state;
  return [...Object.values(trained), ...Object.values(statistics), ...Object.values(stepped.metrics)].map(
    (tensor: Tensor) => [...tensor.dataSync()],
  );
}

function expectClose(got: number[][], wanted: number[][]): void {
  expect(got.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  for (const [i, numbers] of wanted.entries()) {
    for (const [j, number] of numbers.entries()) expect(got[i]?.[j]).toBeCloseTo(number, 5);
  }
}

describe("a training step around each layer class of tf.layers", () => {
  it("has the gradients that are missing here missing in eager too", () => {
    for (const { name, build, below } of layerCases.filter((layer) => NO_GRADIENT.test(layer.name))) {
      const { state, step, batch } = stepAround(build(tf), below);
      expect(() => tf.tidy(() => step(state, batch, tf.scalar(0.1))), name).toThrow(/gradient|reshape/);
    }
  });

  const trainable = layerCases.filter(({ name }) => !RANDOM.test(name) && !NO_GRADIENT.test(name));
  it.each(trainable)("$name: captured equals eager over three steps", ({ name, build, below }) => {
    const model = build(tf);
    seedWeights(tf, model, 5);
    const { state, step, batch } = stepAround(model, below);
    const run = capture(tf, step);
    let eager = state;
    let native = state;
    for (let i = 0; i < 3; i++) {
      const rate = tf.scalar(0.05 / (i + 1));
      const one = tf.tidy(() => step(eager, batch, rate));
      const two = run(native, batch, rate);
      if (ONEDNN_IN_GRAPHS.test(name)) expectClose(values(two), values(one));
      else expect(values(two)).toEqual(values(one));
      eager = one.state;
      native = two.state;
    }
    run.dispose();
  });

  it.each(layerCases.filter(({ name }) => RANDOM.test(name)))(
    "$name draws its own mask: refused, naming the layer",
    ({ build, below }) => {
      const model = build(tf);
      const { state, step, batch } = stepAround(model, below);
      expect(() => capture(tf, step)(state, batch, tf.scalar(0.1))).toThrow(
        /changes from one call to the next: it is drawn at random.*in .*(dropout|noise)/is,
      );
    },
  );
});
