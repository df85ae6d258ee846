import { beforeAll, describe, expect, it } from "vitest";
import { checkSurface, listen, nativeBinding } from "../../trace/binding.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const nothing = () => undefined;
const silent = { created: nothing, executed: nothing, read: nothing, deleted: nothing, ranSavedModel: nothing };

describe("the private surface of tfjs-node", () => {
  it("is what trace/binding.ts was written for", () => {
    expect(() => checkSurface(tf)).not.toThrow();
  });

  it("is missed loudly, part by part, when a version takes it away", () => {
    const { executeOp: _, ...binding } = nativeBinding(tf);
    const changed = {
      ...tf,
      backend: () => ({
        binding: { ...binding, createTensor: 3 },
        getInputTensorIds: nothing,
        createOutputTensor: nothing,
      }),
    } as unknown as TF;
    expect(() => checkSurface(changed)).toThrow(
      /backend\.move is undefined.*binding\.createTensor is number.*binding\.executeOp is undefined.*install that version/s,
    );
  });

  it("calls executeOp(operation, attributes, input ids, number of outputs) for a kernel", () => {
    const calls: { op: string; attributes: string[]; inputs: number; outputs: number[][] }[] = [];
    const x = tf.ones([2, 3]);
    listen(
      tf,
      {
        ...silent,
        executed: (op, attributes, inputIds, outputs) =>
          calls.push({
            op,
            attributes: attributes.map(({ name }) => name),
            inputs: inputIds.length,
            outputs: outputs.map(({ shape }) => shape),
          }),
      },
      () => tf.split(x, 3, 1),
    );
    expect(calls).toEqual([
      {
        op: "SplitV",
        attributes: ["num_split", "T", "Tlen"],
        inputs: 3,
        outputs: [
          [2, 1],
          [2, 1],
          [2, 1],
        ],
      },
    ]);
  });

  it("tells values from outside from values made while listening", () => {
    const outside = tf.tensor1d([1]);
    const seen: boolean[] = [];
    listen(tf, { ...silent, created: (_id, _shape, _dtype, _values, from) => seen.push(from) }, () =>
      tf.add(outside, tf.tensor1d([2])),
    );
    expect(seen).toEqual([true, false]);
  });

  it("reads back in GatherV2 only to check bounds, which is not told as a read", () => {
    let reads = 0;
    const x = tf.tensor1d([5, 6, 7]);
    const indices = tf.cast(tf.tensor1d([2, 0]), "int32");
    const listener = { ...silent, read: () => (reads += 1) };
    listen(tf, listener, () => tf.gather(x, tf.add(indices, tf.scalar(0, "int32"))));
    expect(reads).toBe(0);
    listen(tf, listener, () => tf.neg(x).dataSync());
    expect(reads).toBe(1);
  });

  it("is put back when the function throws", () => {
    const before = nativeBinding(tf);
    expect(() =>
      listen(tf, silent, () => {
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(nativeBinding(tf)).toBe(before);
  });
});
