import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { nativeBinding } from "../../trace/binding.js";
import { type Captured, capture } from "../../trace/capture.js";
import { TraceError } from "../../trace/errors.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { adam, adamW } from "../../train/optimizers/adam.js";
import { adagrad, rmsProp } from "../../train/optimizers/adaptive.js";
import { momentum, sgd } from "../../train/optimizers/sgd.js";
import { gruWork, losses, trainingStep, vaeWork } from "./steps.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const open: Captured<never, unknown>[] = [];
function captured<Args extends readonly unknown[], Result>(fn: (...args: Args) => Result): Captured<Args, Result> {
  const run = capture(tf, fn);
  open.push(run as never);
  return run;
}
afterEach(() => {
  for (const run of open.splice(0)) run.dispose();
});

describe("a captured training step equals eager, bit for bit,", () => {
  it.each([
    ["a convolutional VAE", vaeWork],
    ["a GRU written by hand", gruWork],
  ])("over 200 steps of %s", (_, make) => {
    const work = make(tf);
    const step = trainingStep(tf, work, adam());
    const eager = losses(tf, work, adam(), 200, (state, inputs) => tf.tidy(() => step(state, inputs)));
    const native = losses(tf, work, adam(), 200, captured(step));
    expect(native).toEqual(eager);
    expect(new Set(eager).size).toBeGreaterThan(190);
  });

  it.each([
    sgd(),
    momentum(),
    momentum({ nesterov: true }),
    adam({ beta1: 0.5 }),
    adamW({ decays: (name) => !name.includes("bias") }),
    rmsProp(),
    adagrad(),
  ])("over 8 steps of $name", (optimizer) => {
    const work = gruWork(tf, 3, 2, 5);
    const step = trainingStep(tf, work, optimizer);
    const eager = losses(tf, work, optimizer, 8, (state, inputs) => tf.tidy(() => step(state, inputs)));
    expect(losses(tf, work, optimizer, 8, captured(step))).toEqual(eager);
  });
});

describe("capture", () => {
  const double = (x: Tensor) => tf.mul(x, 2);

  it("takes and gives records and lists of any depth, in any order of names", () => {
    const run = captured((a: { x: Tensor; y: [Tensor, { z: Tensor }] }, b: Tensor) => ({
      list: [tf.add(a.x, b), { deep: tf.mul(a.y[0], a.y[1].z) }],
      same: a.x,
    }));
    const [x, y, z, b] = [1, 2, 3, 4].map((value) => tf.scalar(value)) as [Tensor, Tensor, Tensor, Tensor];
    const first = run({ x, y: [y, { z }] }, b);
    const other = run({ y: [y, { z }], x }, b);
    expect(run.graphs).toBe(1);
    for (const { list, same } of [first, other]) {
      const [sum, { deep }] = list as [Tensor, { deep: Tensor }];
      expect([sum, deep, same].map((tensor) => tensor.dataSync()[0])).toEqual([5, 6, 1]);
    }
    first.same.dispose();
    expect(x.dataSync()[0]).toBe(1);
  });

  it("does not mind in which order a function names its results, or computes them", () => {
    let calls = 0;
    const run = captured((x: Tensor, y: Tensor) => {
      calls += 1;
      if (calls % 2 === 1) return { sum: tf.add(x, y), nested: { product: tf.mul(x, y), x } };
      const product = tf.mul(x, y);
      return { nested: { x, product }, sum: tf.add(x, y) };
    });
    for (let call = 1; call <= 100; call++) {
      const { sum, nested } = tf.tidy(() => run(tf.scalar(call), tf.scalar(3)));
      expect([sum, nested.product, nested.x].map((tensor) => tensor.dataSync()[0])).toEqual([call + 3, call * 3, call]);
      tf.dispose([sum, nested]);
    }
    expect([run.graphs, calls]).toEqual([1, 4]);
  });

  it("does not mind in which order a record is given to a function that goes through its names", () => {
    const run = captured((weights: Record<string, Tensor>) => {
      const doubled = Object.entries(weights).map(([name, tensor]) => [name, tf.mul(tensor, 2)] as const);
      const [[, first], ...others] = doubled as [(typeof doubled)[number], ...typeof doubled];
      const total = others.reduce((sum, [, tensor]) => tf.add(sum, tensor), first);
      return { total, ...Object.fromEntries(doubled) };
    });
    for (let call = 1; call <= 100; call++) {
      const [a, b, c] = [1, 2, call].map((value) => tf.scalar(value)) as [Tensor, Tensor, Tensor];
      const results = run(call % 2 === 0 ? { a, b, c } : { c, a, b }) as Record<string, Tensor>;
      const values = ["total", "a", "b", "c"].map((name) => results[name]?.dataSync()[0]);
      expect(values).toEqual([6 + 2 * call, 2, 4, 2 * call]);
      tf.dispose([a, b, c, results]);
    }
    expect(run.graphs).toBe(1);
  });

  it("captures each new shape once, and goes back to the old", () => {
    let calls = 0;
    const run = captured((x: Tensor) => {
      calls += 1;
      return { y: tf.sum(x, 0) };
    });
    for (const rows of [4, 3, 4, 3, 4]) {
      expect(run(tf.ones([rows, 2])).y.dataSync()[0]).toBe(rows);
    }
    expect(run.graphs).toBe(2);
    expect(calls).toBe(4);
  });

  it("takes int32 and bool tensors, and gives them", () => {
    const run = captured((index: Tensor, keep: Tensor) => ({
      hot: tf.oneHot(index as never, 3),
      next: tf.add(index, tf.scalar(1, "int32")),
      not: tf.logicalNot(keep),
    }));
    const { hot, next, not } = run(tf.tensor1d([2, 0], "int32"), tf.tensor1d([true, false], "bool"));
    expect([...hot.dataSync()]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([next.dtype, not.dtype]).toEqual(["int32", "bool"]);
    expect([...next.dataSync(), ...not.dataSync()]).toEqual([3, 1, 0, 1]);
  });

  it("takes arguments that it does not use, even all of them", () => {
    const run = captured((_: Tensor, x: Tensor) => ({ y: tf.neg(x), one: tf.ones([2]) }));
    const { y, one } = run(tf.scalar(1), tf.scalar(2));
    expect([...y.dataSync(), ...one.dataSync()]).toEqual([-2, 1, 1]);
    expect([...captured((_: Tensor) => ({ one: tf.ones([2]) }))(tf.scalar(1)).one.dataSync()]).toEqual([1, 1]);
  });

  it("leaves its results to the surrounding tidy", () => {
    const run = captured((x: Tensor) => ({ y: double(x) }));
    const x = tf.scalar(1);
    run(x).y.dispose();
    const before = tf.memory().numTensors;
    const kept = tf.tidy(() => {
      run(x);
      return run(x).y;
    });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(kept.dataSync()[0]).toBe(2);
  });

  it("leaks no tensor over 10,000 steps, in tfjs or in TensorFlow, and leaves no file", () => {
    const files = () => readdirSync(tmpdir()).filter((name) => name.startsWith("kiln-capture-")).length;
    const filesBefore = files();
    const run = captured((state: { w: Tensor }, rate: Tensor) => {
      const gradient = tf.grad((w) => tf.sum(tf.square(w)))(state.w);
      return { state: { w: tf.sub(state.w, tf.mul(gradient, rate)) }, metrics: { loss: tf.sum(tf.square(state.w)) } };
    });
    let state: { w: Tensor } = { w: tf.ones([32]) };
    const one = (i: number) => {
      const rate = tf.scalar(1e-4 / (1 + i));
      const next = run(state, rate);
      tf.dispose([state, rate, next.metrics]);
      state = next.state;
    };
    one(0);
    const before = [tf.memory().numTensors, nativeBinding(tf).getNumOfTensors()];
    for (let i = 1; i <= 10_000; i++) one(i);
    expect([tf.memory().numTensors, nativeBinding(tf).getNumOfTensors()]).toEqual(before);
    expect(files()).toBe(filesBefore);
    expect(existsSync(tmpdir())).toBe(true);
  });

  it("gives its graphs back to TensorFlow when it is disposed, and says so afterwards", () => {
    const before = nativeBinding(tf).getNumOfSavedModels();
    const run = capture(tf, (x: Tensor) => ({ y: double(x) }));
    run(tf.scalar(1));
    run(tf.ones([2]));
    expect(nativeBinding(tf).getNumOfSavedModels()).toBe(before + 2);
    run.dispose();
    expect(nativeBinding(tf).getNumOfSavedModels()).toBe(before);
    expect(() => run(tf.scalar(1))).toThrow("after it was disposed");
  });

  it("computes the same numbers when TensorFlow may optimize it, up to rounding", () => {
    const work = gruWork(tf, 3, 2, 5);
    const step = trainingStep(tf, work, adam());
    const optimized = capture(tf, step, { optimize: true });
    const native = losses(tf, work, adam(), 10, optimized);
    optimized.dispose();
    const eager = losses(tf, work, adam(), 10, (state, inputs) => tf.tidy(() => step(state, inputs)));
    for (const [i, loss] of native.entries()) expect(loss).toBeCloseTo(eager[i] ?? Number.NaN, 4);
  });

  it("can be called from several captured functions, side by side", () => {
    const a = captured((x: Tensor) => ({ y: double(x) }));
    const b = captured((x: Tensor) => ({ y: tf.neg(x) }));
    const x = tf.scalar(3);
    expect([a(x), b(x), a(x)].map(({ y }) => y.dataSync()[0])).toEqual([6, -3, 6]);
  });
});

describe("capture refuses, naming scope and line,", () => {
  const x = () => tf.tensor1d([1, 2]);
  const line = /capture\.test\.ts:\d+:\d+/;

  it("a function that reads a value, or whose way depends on data", () => {
    const run = captured((t: Tensor) =>
      scope("choice", () => ({ y: (tf.sum(t).dataSync()[0] ?? 0) > 0 ? t : tf.neg(t) })),
    );
    expect(() => run(x())).toThrow(/reads the value of a tensor.*in choice/s);
    expect(() => run(x())).toThrow(line);
  });

  it("a dropout mask", () => {
    const run = captured((t: Tensor) => scope("dropout", () => ({ y: tf.dropout(t, 0.5) })));
    expect(() => run(x())).toThrow(/changes from one call to the next.*in dropout\/.*capture\.test\.ts:\d+/s);
  });

  it("two results that change places", () => {
    let calls = 0;
    const run = captured((t: Tensor) => {
      calls += 1;
      const [a, b] = calls < 3 ? [tf.neg(t), tf.abs(t)] : [tf.abs(t), tf.neg(t)];
      return { a, b };
    });
    const t = x();
    for (let i = 1; i < 10; i++) run(t);
    expect(() => run(t)).toThrow(/takes another way from one call to the next.*capture\.test\.ts:\d+/s);
  });

  it("a result that comes or goes", () => {
    let calls = 0;
    const run = captured((t: Tensor) => {
      calls += 1;
      const a = tf.neg(t);
      return (calls < 3 ? { a } : { a, b: tf.abs(a) }) as Record<string, Tensor>;
    });
    const t = x();
    for (let i = 1; i < 10; i++) run(t);
    expect(() => run(t)).toThrow("the function gives other results from one call to the next");
  });

  it("an operation that reads its inputs in another order", () => {
    let calls = 0;
    const run = captured((t: Tensor, u: Tensor) => {
      calls += 1;
      return { y: calls < 3 ? tf.sub(t, u) : tf.sub(u, t) };
    });
    const [t, u] = [x(), x()];
    for (let i = 1; i < 10; i++) run(t, u);
    expect(() => run(t, u)).toThrow("takes another way from one call to the next");
  });

  it("a schedule that is a JavaScript number, as soon as it is looked at after it moved", () => {
    let rate = 0.1;
    const run = captured((t: Tensor) => scope("schedule", () => ({ y: tf.mul(t, rate) })));
    const t = x();
    for (let i = 1; i < 10; i++) run(t);
    rate = 0.05;
    expect(() => run(t)).toThrow(/changes from one call to the next.*in schedule\/Const.*capture\.test\.ts:\d+/s);
  });

  it("a tensor that is no argument", () => {
    const weight = tf.tensor1d([3, 4]);
    const run = captured((t: Tensor) => ({ y: tf.mul(t, weight) }));
    expect(() => run(x())).toThrow(/no declared input or constant/);
    expect(() => run(x())).toThrow(line);
  });

  it("two arguments that are one tensor", () => {
    const t = x();
    const run = captured((state: { m: Tensor; v: Tensor }) => ({ y: tf.add(state.m, state.v) }));
    expect(() => run({ m: t, v: t })).toThrow(/"arg0\/m" and "arg0\/v" are the same tensor/);
  });

  it("an asynchronous function, and a function that calls a captured one", () => {
    expect(() => captured(async (t: Tensor) => ({ y: t }))(x())).toThrow("asynchronous");
    const inner = captured((t: Tensor) => ({ y: tf.neg(t) }));
    const t = x();
    inner(t);
    expect(() => captured((u: Tensor) => inner(u))(t)).toThrow("runs another captured function");
  });

  it("arguments and results that are no tensors, by their paths", () => {
    expect(() => captured((s: { a: number }) => ({ y: tf.scalar(s.a) }))({ a: 3 })).toThrow(
      "arguments/0/a is a number, not a tensor",
    );
    expect(() => captured((t: Tensor) => ({ y: t, n: 3 }))(x())).toThrow("result/n is a number");
    expect(() => captured((_: Tensor) => ({}))(x())).toThrow(TraceError);
  });

  it("and goes on working with other arguments", () => {
    const run = captured((t: Tensor, flip: Tensor) => ({ y: tf.where(tf.cast(flip, "bool"), t, tf.neg(t)) }));
    expect(() => run(3 as never, tf.scalar(1))).toThrow("is a number");
    expect([...run(x(), tf.scalar(0) as Scalar).y.dataSync()]).toEqual([-1, -2]);
  });
});
