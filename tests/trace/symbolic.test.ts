/** What the second recorder refuses, and what it can read. That it gives the first one's graphs is tested beside each operation. */
import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../trace/graph.js";
import { type SymbolicOptions, type TensorFunction, traceSymbolic } from "../../trace/symbolic/record.js";
import { loadTfjs, type Tfjs } from "../../trace/tfjs.js";

let tf: Tfjs;
beforeAll(async () => {
  tf = await loadTfjs();
});

const x = { name: "x", dtype: "float32", shape: ["batch", 4] } as const;

function trace(fn: (x: Tensor) => Tensor, options?: SymbolicOptions): Graph {
  const whole: TensorFunction = ({ x }) => {
    if (x === undefined) throw new Error("no input");
    return { y: fn(x) };
  };
  return traceSymbolic(tf, whole, [x], options);
}

describe("what no graph can follow is refused by name", () => {
  it("a value of the data that is read", () => {
    expect(() => trace((x) => tf.mul(x, x.dataSync()[0] ?? 0))).toThrow(/reads the value of a tensor/);
  });
  it("a tensor of somebody else's, unless it is to become a constant", () => {
    const weights = tf.ones([4]);
    expect(() => trace((x) => tf.mul(x, weights))).toThrow(/no declared input or constant/);
    const { nodes } = trace((x) => tf.mul(x, weights), { outside: "constants" });
    expect(nodes.find(({ op }) => op === "Const")?.values).toEqual(Float32Array.of(1, 1, 1, 1));
    weights.dispose();
  });
  it("an operation whose result has a length of its own, with the line that asks for it", () => {
    const refused = () =>
      trace((x) => tf.image.nonMaxSuppression(tf.tile(x, [1, 1]) as never, tf.sum(x, 1) as never, 2).toFloat());
    expect(refused).toThrow(/NonMaxSuppressionV3 cannot become part of a graph[\s\S]*symbolic\.test\.ts/);
  });
  it("numbers that are drawn", () => {
    expect(() => trace((x) => tf.add(x, tf.randomNormal([4])))).toThrow(/changes from one call to the next/);
  });
  it("strings, a promise, an input that is disposed of", () => {
    expect(() => trace((x) => tf.add(x, tf.tensor(["a"]).shape[0] ?? 0))).toThrow(/strings/);
    expect(() => traceSymbolic(tf, (async () => ({})) as never, [x])).toThrow(/asynchronous/);
    expect(() =>
      trace((x) => {
        x.dispose();
        return tf.ones([1]);
      }),
    ).toThrow(/disposes "x"/);
  });
});

describe("what depends on no input can be read", () => {
  it("a shape that is computed, and used as one", () => {
    const { nodes } = trace((x) => {
      const [length = 0] = tf.add(tf.tensor1d([1, 2], "int32"), 1).dataSync();
      return tf.reshape(x, [-1, length]);
    });
    expect(nodes.find(({ op }) => op === "Reshape")?.outputs[0]?.shape).toEqual([{ scale: 2, offset: 0 }, 2]);
  });
});

it("leaves tfjs as it was: backend, tensors", () => {
  const before = [tf.getBackend(), tf.memory().numTensors];
  trace((x) => tf.softmax(tf.matMul(x as never, tf.ones([4, 3]))));
  expect([tf.getBackend(), tf.memory().numTensors]).toEqual(before);
  expect([...tf.add(tf.scalar(1), 1).dataSync()]).toEqual([2]);
});
