import type { Tensor } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../core/random.js";
import { type InputSpec, traceInference } from "../../trace/batch.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../trace/graph-model.js";
import { fitDim, lengthAt } from "../../trace/merge.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const rows: InputSpec = { name: "x", dtype: "float32", shape: ["batch", 3] };

function trace(fn: (x: Tensor) => Tensor, input: InputSpec = rows) {
  return traceInference(tf, ({ x }) => ({ y: fn(x as Tensor) }), [input]);
}

/** Runs the written graph on a batch of seeded numbers, and the function itself, and compares. */
async function expectFaithful(fn: (x: Tensor) => Tensor, input: InputSpec = rows): Promise<string[]> {
  const graph = trace(fn, input);
  const loaded = await loadWrittenGraphModel(tf, writeGraphModel(graph));
  for (const batch of [1, 2, 5, 13]) {
    const shape = input.shape.map((length) => (length === "batch" ? batch : length));
    const values = Random.seeded(batch).fillNormal(new Float32Array(tf.util.sizeFromShape(shape)));
    const x = tf.tensor(values, shape, input.dtype);
    const got = loaded.execute({ x }, "y") as Tensor;
    const wanted = fn(x);
    expect(got.shape).toEqual(wanted.shape);
    expect([...got.dataSync()]).toEqual([...wanted.dataSync()]);
  }
  loaded.dispose();
  return graph.nodes.map((node) => node.op);
}

describe("fitDim", () => {
  const batches = [5, 5, 7, 11];

  it("finds every whole line through any batch sizes, and leaves constants alone (200 seeded lines)", () => {
    const random = Random.seeded(1);
    for (let i = 0; i < 200; i++) {
      const line = { scale: random.integer(9) - 4, offset: random.integer(41) - 20 };
      const dim = fitDim(
        batches.map((batch) => lengthAt(line, batch)),
        batches,
      );
      expect(dim).toEqual(line.scale === 0 ? line.offset : line);
    }
  });

  it("refuses what is no line: squares, powers, remainders, halves, one size off", () => {
    const curves: ((b: number) => number)[] = [
      (b) => b * b,
      (b) => 2 ** b,
      (b) => b % 3,
      (b) => b / 2,
      (b) => (b === 11 ? b + 1 : b),
      (b) => Math.ceil(b / 4),
    ];
    for (const curve of curves) expect(fitDim(batches.map(curve), batches)).toBeUndefined();
  });
});

describe("traceInference", () => {
  it("says -1 where the rest is meant, without any shape arithmetic", async () => {
    const ops = await expectFaithful((x) => tf.reshape(x, [x.shape[0] ?? 0, 3, 1]));
    expect(ops).not.toContain("Shape");
    expect(await expectFaithful((x) => tf.slice(x, [1, 0], [(x.shape[0] ?? 0) - 1, 2]))).not.toContain("Shape");
  });

  it("computes fills, rows, shapes and lengths that follow the batch", async () => {
    const n = (x: Tensor) => x.shape[0] ?? 0;
    expect(await expectFaithful((x) => tf.add(x, tf.fill([n(x), 3], 2)))).toContain("Fill");
    expect(await expectFaithful((x) => tf.add(x, tf.ones([n(x), 1])))).toContain("Fill");
    const row = [1, 2, 3];
    const same = (x: Tensor) => tf.tensor2d(Array.from({ length: n(x) }, () => row));
    expect(await expectFaithful((x) => tf.add(x, same(x)))).toContain("Tile");
    await expectFaithful((x) => tf.broadcastTo(tf.mean(x, 0, true), x.shape));
    await expectFaithful((x) => tf.reshape(tf.range(0, 6), [2, 3]).tile([n(x), 1]));
    await expectFaithful((x) => tf.slice(tf.concat([x, x, tf.ones([4, 3])]), [n(x), 0], [n(x) + 1, 3]));
    await expectFaithful((x) =>
      tf.pad(x, [
        [n(x), 1],
        [0, 2],
      ]),
    );
    await expectFaithful((x) => tf.stridedSlice(x, [n(x) - 1, 0], [n(x), 2], [1, 1]));
    await expectFaithful((x) => tf.add(x, tf.reshape(tf.linspace(0, 1, n(x)), [-1, 1])));
    await expectFaithful((x) => tf.cast(tf.mul(tf.cast(x, "int32"), tf.scalar(n(x), "int32")), "float32"));
  });

  it("finds the batch wherever the input has it", async () => {
    const columns: InputSpec = { name: "x", dtype: "float32", shape: [4, "batch"] };
    await expectFaithful((x) => tf.add(x, tf.zeros([4, x.shape[1] ?? 0])), columns);
    await expectFaithful((x) => tf.reshape(tf.transpose(x), [-1, 2, 2]), columns);
  });

  it("keeps every other length static, in nodes and in the signature", () => {
    const graph = trace((x) => tf.expandDims(tf.matMul(x as never, tf.ones([3, 2])), 1));
    const { node, output } = graph.outputs[0]?.edge ?? { node: "", output: 0 };
    expect(graph.nodes.find(({ name }) => name === node)?.outputs[output]?.shape).toEqual([
      { scale: 1, offset: 0 },
      1,
      2,
    ]);
    const { signature } = writeGraphModel(graph).modelJson;
    expect(signature.inputs).toEqual({
      x: { name: "x:0", dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "-1" }, { size: "3" }] } },
    });
    expect(signature.outputs.y).toMatchObject({ tensorShape: { dim: [{ size: "-1" }, { size: "1" }, { size: "2" }] } });
  });

  it("records a function without a batch as it is", async () => {
    await expectFaithful((x) => tf.softmax(x), { name: "x", dtype: "float32", shape: [4] });
  });

  it("takes a batch of int32 and bool inputs", async () => {
    await expectFaithful((x) => tf.oneHot(tf.reshape(tf.mod(tf.abs(x), tf.scalar(3, "int32")), [-1]) as never, 3), {
      name: "x",
      dtype: "int32",
      shape: ["batch", 1],
    });
    await expectFaithful((x) => tf.logicalNot(x), { name: "x", dtype: "bool", shape: ["batch"] });
  });
});

describe("traceInference refuses, naming scope and line,", () => {
  it("a mask drawn at random", () => {
    expect(() => trace((x) => scope("dropout", () => tf.mul(x, tf.randomUniform([3]))))).toThrow(
      /changes from one call to the next.*in dropout\/Const.*batch\.test\.ts:\d+/s,
    );
    expect(() => trace((x) => scope("noise", () => tf.add(x, tf.randomNormal(x.shape))))).toThrow(
      /changes from one call to the next.*in noise\/Const/s,
    );
  });

  it("a counter that moves", () => {
    let calls = 0;
    expect(() => trace((x) => tf.mul(x, ++calls))).toThrow("changes from one call to the next");
  });

  it("other numbers for each example", () => {
    expect(() =>
      trace((x) =>
        scope("ids", () => tf.add(x, tf.tensor2d(Array.from({ length: x.shape[0] ?? 0 }, (_, i) => [i, i, i])))),
      ),
    ).toThrow(/other numbers for each example.*in ids\/Const/s);
  });

  it("a mean over the batch done in JavaScript", () => {
    expect(() => trace((x) => tf.mul(tf.sum(x, 0), 1 / (x.shape[0] ?? 1)))).toThrow("depend on the batch size");
  });

  it("a way that depends on the batch size", () => {
    expect(() => trace((x) => ((x.shape[0] ?? 0) > 6 ? tf.exp(x) : tf.neg(x)))).toThrow(/takes another way/);
    expect(() => trace((x) => tf.addN(tf.unstack(x, 0)))).toThrow(/attribute num depend on the batch size/);
  });

  it("a length that is no line", () => {
    expect(() => trace((x) => tf.zeros([(x.shape[0] ?? 0) ** 2]))).toThrow("no multiple of the batch size");
  });
});
