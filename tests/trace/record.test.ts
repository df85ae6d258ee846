import type { Tensor } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { TraceError } from "../../trace/errors.js";
import { record, type TensorMap } from "../../trace/record.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

function get(tensors: TensorMap, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new Error(`no ${name}`);
  return tensor;
}

function refusal(fn: () => unknown): TraceError {
  try {
    fn();
  } catch (error) {
    if (error instanceof TraceError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("record", () => {
  it("gives the operations with their attributes, types, edges, scopes and source lines", () => {
    const x = tf.ones([2, 3]);
    const w = tf.tensor2d([[1], [2], [3]]);
    const graph = record(
      tf,
      (inputs) => ({
        y: scope("dense", () => scope("out", () => tf.relu(tf.matMul(get(inputs, "x") as never, w)))),
      }),
      { x },
      { constants: { "dense/kernel": w } },
    );
    const relu = graph.nodes.find((node) => node.op === "Relu");
    expect(relu).toMatchObject({
      name: "dense/out/Relu",
      scope: "dense/out",
      attributes: { T: { type: "type", value: "float32" } },
      outputs: [{ dtype: "float32", shape: [2, 1] }],
    });
    expect(relu?.source).toMatch(/^tests\/trace\/record\.test\.ts:\d+:\d+$/);
    expect(graph.outputs).toEqual([{ name: "y", edge: { node: "dense/out/Relu", output: 0 } }]);
    expect(graph.nodes.find((node) => node.name === "dense/kernel")).toMatchObject({
      op: "Const",
      declared: true,
      values: Float32Array.of(1, 2, 3),
    });
    expect(graph.nodes[0]).toMatchObject({ name: "x", op: "Placeholder" });
  });

  it("is in topological order and leaves out what no result needs", () => {
    const graph = record(
      tf,
      ({ x }) => {
        if (x === undefined) throw new Error("no x");
        tf.exp(x);
        return { y: tf.add(tf.tanh(x), tf.mul(x, 3)) };
      },
      { x: tf.ones([2]), unused: tf.zeros([1]) },
    );
    const ops = graph.nodes.map((node) => node.op);
    expect(ops).not.toContain("Exp");
    expect(ops.filter((op) => op === "Placeholder")).toHaveLength(2);
    const seen = new Set<string>();
    for (const node of graph.nodes) {
      for (const input of node.inputs) expect(seen).toContain(input.node);
      seen.add(node.name);
    }
  });

  it("records gradients like everything else", () => {
    const graph = record(tf, ({ x }) => ({ g: tf.grad((t) => tf.sum(tf.tanh(t)))(x as Tensor) }), { x: tf.ones([3]) });
    expect(graph.nodes.map((node) => node.op)).toContain("Tanh");
    expect(graph.outputs[0]?.edge.node).not.toBe("x");
  });

  it("leaks nothing and leaves inputs and constants alone", () => {
    const x = tf.ones([2]);
    const c = tf.scalar(2);
    const before = tf.memory().numTensors;
    record(tf, (inputs) => ({ y: tf.mul(get(inputs, "x"), c) }), { x }, { constants: { c } });
    expect(tf.memory().numTensors).toBe(before);
    expect([...x.dataSync(), ...c.dataSync()]).toEqual([1, 1, 2]);
  });

  it("takes one tensor as two results, and an input as a result", () => {
    const graph = record(
      tf,
      ({ x }) => {
        const y = tf.neg(x as Tensor);
        return { a: y, b: y, x: x as Tensor };
      },
      { x: tf.ones([1]) },
    );
    expect(graph.outputs.map(({ edge }) => edge.node)).toEqual(["Neg", "Neg", "x"]);
  });

  it("names the layer of tf.layers", () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], name: "my_dense" })] });
    const constants = Object.fromEntries(model.weights.map((weight) => [weight.name, weight.read()]));
    const graph = record(
      tf,
      ({ x }) => ({ y: model.apply(x as Tensor) as Tensor }),
      { x: tf.ones([1, 3]) },
      { constants },
    );
    expect(graph.nodes.some((node) => node.name.includes("my_dense/"))).toBe(true);
  });
});

describe("record refuses", () => {
  const x = () => tf.tensor1d([1, 2]);

  it("a read of a computed value, naming scope and line", () => {
    const error = refusal(() =>
      record(
        tf,
        (inputs) =>
          scope("choice", () => {
            const y = tf.sum(get(inputs, "x"));
            return { y: (y.dataSync()[0] ?? 0) > 1 ? y : tf.neg(y) };
          }),
        { x: x() },
      ),
    );
    expect(error.message).toMatch(/reads the value of a tensor.*in choice.*record\.test\.ts:\d+/s);
    expect(error.kind).toBe("failed");
  });

  it("a read of an input, even while its values are still in JavaScript", () => {
    const error = refusal(() =>
      record(tf, (inputs) => ({ y: tf.scalar(get(inputs, "x").arraySync() ? 1 : 0) }), { x: x() }),
    );
    expect(error.message).toContain("reads the value");
  });

  it("an asynchronous read, without leaving a rejected promise behind", () => {
    const error = refusal(() =>
      record(
        tf,
        (inputs) => {
          const y = tf.neg(get(inputs, "x"));
          void y.data();
          return { y };
        },
        { x: x() },
      ),
    );
    expect(error.message).toContain("reads the value");
  });

  it("an asynchronous function", () => {
    const error = refusal(() => record(tf, (async (inputs: TensorMap) => inputs) as never, { x: x() }));
    expect(error.message).toContain("asynchronous");
  });

  it("a tensor that was not declared: computed before, made before, or a variable", () => {
    const computed = tf.exp(x());
    const made = tf.tensor1d([3, 4]);
    const variable = tf.variable(x());
    for (const foreign of [computed, made, variable]) {
      const error = refusal(() => record(tf, (inputs) => ({ y: tf.add(get(inputs, "x"), foreign) }), { x: x() }));
      expect(error.message).toMatch(/no declared input or constant.*record\.test\.ts:\d+/s);
      expect(error.op).toBe(foreign === computed ? "Add" : undefined);
    }
    expect(refusal(() => record(tf, () => ({ y: computed }), { x: x() })).message).toContain("no declared input");
  });

  it("two inputs that share a buffer, and an input that is a constant too", () => {
    const a = x();
    expect(refusal(() => record(tf, (inputs) => ({ y: get(inputs, "a") }), { a, b: a.clone() })).message).toMatch(
      /"a" and "b" are the same tensor/,
    );
    expect(
      refusal(() => record(tf, (inputs) => ({ y: get(inputs, "a") }), { a }, { constants: { c: a } })).message,
    ).toMatch(/"a" and "c" are the same tensor/);
  });

  it("a function that disposes an input", () => {
    const error = refusal(() =>
      record(
        tf,
        (inputs) => {
          const y = tf.neg(get(inputs, "x"));
          get(inputs, "x").dispose();
          return { y };
        },
        { x: x() },
      ),
    );
    expect(error.message).toContain('disposes "x"');
  });

  it("results that are not tensors by name", () => {
    expect(refusal(() => record(tf, () => tf.scalar(1) as never, { x: x() })).message).toContain("by name");
    expect(refusal(() => record(tf, () => ({ y: 3 }) as never, { x: x() })).message).toContain('"y" is no tensor');
  });

  it("strings", () => {
    const error = refusal(() => record(tf, () => ({ y: tf.tensor1d(["a"]) }), { x: x() }));
    expect(error.message).toContain("strings");
  });

  it("and is ready for the next recording afterwards; what the function throws itself comes through", () => {
    expect(() =>
      record(
        tf,
        () => {
          throw new RangeError("mine");
        },
        { x: x() },
      ),
    ).toThrow(RangeError);
    expect(record(tf, (inputs) => ({ y: tf.neg(get(inputs, "x")) }), { x: x() }).nodes).toHaveLength(2);
  });

  it("a recording inside a recording", () => {
    expect(() =>
      record(
        tf,
        (inputs) => {
          record(tf, (inner) => ({ y: get(inner, "x") }), inputs);
          return { y: get(inputs, "x") };
        },
        { x: x() },
      ),
    ).toThrow("recordings do not nest");
  });
});
