import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { adam, adamW } from "../../../train/optimizers/adam.js";
import { adagrad, rmsProp } from "../../../train/optimizers/adaptive.js";
import { type Optimizer, type Tensors, tensorNamed } from "../../../train/optimizers/optimizer.js";
import { momentum, sgd } from "../../../train/optimizers/sgd.js";

/** The textbook rule for one number, in double precision: (memory, w, g, rate, t) -> the new w. */
type Rule = (memory: Record<string, number>, w: number, g: number, rate: number, t: number) => number;

function adamRule(decay: number): Rule {
  return (memory, w, g, rate, t) => {
    const m = 0.9 * (memory.m ?? 0) + 0.1 * g;
    const v = 0.999 * (memory.v ?? 0) + 0.001 * g * g;
    Object.assign(memory, { m, v });
    return w - (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8) - rate * decay * w;
  };
}

function squaresRule(keep: number, add: number, epsilon: number): Rule {
  return (memory, w, g, rate) => {
    memory.s = keep * (memory.s ?? 0) + add * g * g;
    return w - (rate * g) / (Math.sqrt(memory.s) + epsilon);
  };
}

const cases: { optimizer: Optimizer; rule: Rule }[] = [
  { optimizer: sgd(), rule: (_, w, g, rate) => w - rate * g },
  {
    optimizer: momentum({ momentum: 0.8 }),
    rule: (memory, w, g, rate) => {
      memory.v = 0.8 * (memory.v ?? 0) + g;
      return w - rate * memory.v;
    },
  },
  {
    optimizer: momentum({ momentum: 0.8, nesterov: true }),
    rule: (memory, w, g, rate) => {
      memory.v = 0.8 * (memory.v ?? 0) + g;
      return w - rate * (g + 0.8 * memory.v);
    },
  },
  { optimizer: adam(), rule: adamRule(0) },
  { optimizer: adamW({ weightDecay: 0.1 }), rule: adamRule(0.1) },
  { optimizer: rmsProp({ decay: 0.95 }), rule: squaresRule(0.95, 0.05, 1e-8) },
  { optimizer: adagrad(), rule: squaresRule(1, 1, 1e-10) },
];

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

/** Gradients of a bowl whose sides differ: (w - target) * steepness. */
const steepness = [1, 10, 0.01];
const target = [0.5, -2, 3];

describe.each(cases)("$optimizer.name", ({ optimizer, rule }) => {
  it("follows its textbook rule over 50 steps with a changing learning rate", () => {
    let weights: Tensors = { a: tf.tensor1d([1, -1, 2]), "deep/b": tf.tensor2d([[1, -1, 2]]) };
    let state = optimizer.init(tf, weights);
    const memories = target.map(() => ({}));
    const expected = [1, -1, 2];
    for (let t = 1; t <= 50; t++) {
      const rate = 0.01 / Math.sqrt(t);
      const gradients = mapTensors(weights, (w) => tf.mul(tf.sub(w, target), steepness));
      ({ weights, state } = optimizer.update(tf, state, weights, gradients, tf.scalar(rate)));
      for (const [i, memory] of memories.entries()) {
        const w = expected[i] ?? Number.NaN;
        expected[i] = rule(memory, w, (w - (target[i] ?? 0)) * (steepness[i] ?? 0), rate, t);
      }
    }
    for (const name of ["a", "deep/b"]) {
      const reached = tensorNamed(weights, name).dataSync();
      for (const [i, value] of expected.entries()) expect(reached[i]).toBeCloseTo(value, 5);
    }
    expect(tensorNamed(weights, "deep/b").shape).toEqual([1, 3]);
  });

  it("leaves what it was given untouched, keeps its state's names, and leaks nothing", () => {
    const weights: Tensors = { w: tf.tensor1d([1, 2]), b: tf.scalar(1) };
    const gradients: Tensors = { w: tf.tensor1d([0.5, -0.5]), b: tf.scalar(1) };
    const state = optimizer.init(tf, weights);
    const before = tf.memory().numTensors;
    const rate = tf.scalar(0.1);
    const updated = tf.tidy(() => optimizer.update(tf, state, weights, gradients, rate));
    expect([...tensorNamed(weights, "w").dataSync()]).toEqual([1, 2]);
    expect(Object.keys(updated.state)).toEqual(Object.keys(state));
    for (const [name, tensor] of Object.entries(updated.state)) expect(tensor.shape).toEqual(state[name]?.shape);
    tf.dispose([updated.weights, updated.state]);
    rate.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("names the gradient that is missing", () => {
    const weights: Tensors = { w: tf.tensor1d([1]) };
    expect(() => optimizer.update(tf, optimizer.init(tf, weights), weights, {}, tf.scalar(1) as Scalar)).toThrow('"w"');
  });
});

describe("adamW", () => {
  it("spares the weights it is told to spare", () => {
    const weights: Tensors = { kernel: tf.tensor1d([1]), bias: tf.tensor1d([1]) };
    const optimizer = adamW({ weightDecay: 0.5, decays: (name) => name !== "bias" });
    const gradients = mapTensors(weights, (w) => tf.zerosLike(w));
    const updated = optimizer.update(tf, optimizer.init(tf, weights), weights, gradients, tf.scalar(0.1));
    expect(tensorNamed(updated.weights, "kernel").dataSync()[0]).toBeCloseTo(0.95, 6);
    expect(tensorNamed(updated.weights, "bias").dataSync()[0]).toBe(1);
  });
});

function mapTensors(tensors: Tensors, f: (tensor: Tensor) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor)]));
}
