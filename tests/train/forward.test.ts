/** What `run` of an evaluation keeps of the functions that it is given. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeTensor } from "../../core/tensor.js";
import { nativeBinding } from "../../trace/binding.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { ForwardRunner } from "../../train/forward.js";
import type { Forward } from "../../train/recipe.js";

let tf: TF;
let runner: ForwardRunner;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});
afterEach(() => runner.dispose());

const graphs = () => nativeBinding(tf).getNumOfSavedModels();
const inputs = { x: makeTensor("float32", [2, 1], Float32Array.of(3, 5)) };

/** A new function each time; `record` is called when it is recorded. */
const times = (factor: number, record: () => void = () => undefined): Forward => {
  return (_, { x }) => {
    record();
    return { y: tf.mul(x as Tensor, factor) };
  };
};

async function answer(forward: Forward): Promise<number[]> {
  return Array.from((await runner.run(forward, {}, inputs)).y?.data ?? []);
}

describe("a forward function", () => {
  it("is recorded once, however often it is run", async () => {
    runner = new ForwardRunner(tf, "captured");
    const before = graphs();
    let calls = 0;
    const forward = times(2, () => {
      calls += 1;
    });
    for (let i = 0; i < 9; i++) expect(await answer(forward)).toEqual([6, 10]);
    expect([graphs() - before, calls]).toEqual([1, 2]); // twice to record it: see trace/capture.ts
  });

  it("that is a new closure each time leaves nothing behind in TensorFlow", async () => {
    runner = new ForwardRunner(tf, "captured");
    const before = graphs();
    const held: number[] = [];
    for (let i = 0; i < 60; i++) {
      expect(await answer(times(i))).toEqual([3 * i, 5 * i]);
      held.push(graphs() - before);
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(8);
    runner.dispose();
    expect(graphs()).toBe(before);
  });

  it("in use stays recorded while closures come and go", async () => {
    runner = new ForwardRunner(tf, "captured");
    let calls = 0;
    const used = times(2, () => {
      calls += 1;
    });
    for (let i = 0; i < 9; i++) {
      expect(await answer(used)).toEqual([6, 10]);
      for (let closure = 0; closure < 5; closure++) await answer(times(closure));
    }
    expect(calls).toBe(2);
  });
});
