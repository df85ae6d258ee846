import * as ortNode from "onnxruntime-node";
import * as ortWeb from "onnxruntime-web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract } from "../../core/contract.js";
import { FailedError, InputError } from "../../core/errors.js";
import { type OnnxRuntime, Runner } from "../../core/runner.js";
import { makeTensor, type Tensors, tensorOf } from "../../core/tensor.js";
import { pairContract } from "../fixtures/contract.js";
import { pairModel } from "../fixtures/onnx.js";

const feeds = (...rows: (readonly [number, number, number, number])[]): Tensors => ({
  a: tensorOf(
    "float32",
    [rows.length, 3],
    rows.flatMap((row) => row.slice(0, 3)),
  ),
  index: tensorOf(
    "int32",
    [rows.length, 1],
    rows.map((row) => row[3]),
  ),
});

const runtimes: readonly (readonly [string, OnnxRuntime])[] = [
  ["onnxruntime-node", ortNode],
  ["onnxruntime-web (wasm)", ortWeb],
];

describe.each(runtimes)("one runner on %s", (_, runtime) => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await Runner.load(runtime, pairModel(), pairContract);
  });
  afterAll(() => runner.release());

  it("answers by the contract's names, at any batch size", async () => {
    const one = await runner.run(feeds([1, 2, 3, 4]));
    expect(one).toEqual({
      sum: makeTensor("float32", [1, 3], Float32Array.of(2, 4, 6)),
      copy: makeTensor("int32", [1, 1], Int32Array.of(4)),
    });
    const many = await runner.run(feeds([1, 2, 3, 4], [0, 0, 0, 0], [-1, 0.5, 1e7, 6]));
    expect(many.sum?.dims).toEqual([3, 3]);
    expect([...(many.sum?.data ?? [])]).toEqual([2, 4, 6, 0, 0, 0, -2, 1, 2e7]);
    expect([...(many.copy?.data ?? [])]).toEqual([4, 0, 6]);
  });

  it("gives each answer an array of its own", async () => {
    const first = await runner.run(feeds([1, 2, 3, 4]));
    await runner.run(feeds([9, 9, 9, 0]));
    expect([...(first.sum?.data ?? [])]).toEqual([2, 4, 6]);
  });

  it("takes tensors over shared memory, which onnxruntime refuses", async () => {
    const shared = new Float32Array(new SharedArrayBuffer(12));
    shared.set([1, 2, 3]);
    const answer = await runner.run({ ...feeds([0, 0, 0, 1]), a: makeTensor("float32", [1, 3], shared) });
    expect([...(answer.sum?.data ?? [])]).toEqual([2, 4, 6]);
  });

  it("refuses feeds that do not fit before onnxruntime sees them", async () => {
    await expect(runner.run({ ...feeds([1, 2, 3, 4]), extra: tensorOf("int32", [1, 1], [0]) })).rejects.toThrow(
      InputError,
    );
    await expect(runner.run(feeds([1, 2, 3, 7]))).rejects.toThrow(/index: element 0 is 7, outside 0 to 6/);
  });
});

describe("loading", () => {
  it("names a file that is no model", async () => {
    const loading = Runner.load(ortNode, Uint8Array.of(1, 2, 3), pairContract);
    await expect(loading).rejects.toThrow(FailedError);
    await expect(loading).rejects.toThrow(/onnxruntime cannot load pair/);
  });

  it("refuses a model whose inputs are not the contract's", async () => {
    const [first, ...others] = pairContract.inputs;
    if (first === undefined) throw new Error("the contract has inputs");
    const other: Contract = { ...pairContract, inputs: [{ ...first, name: "b" }, ...others] };
    await expect(Runner.load(ortNode, pairModel(), other)).rejects.toThrow(
      /the model's inputs are a, index, the contract's are b, index/,
    );
  });

  it("says so when it is used after its release; releasing twice is fine", async () => {
    const runner = await Runner.load(ortNode, pairModel(), pairContract);
    await runner.release();
    await runner.release();
    await expect(runner.run(feeds([1, 2, 3, 4]))).rejects.toThrow(/has been released/);
  });
});
