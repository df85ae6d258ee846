import { describe, expect, it } from "vitest";
import { FailedError, InputError } from "../../core/errors.js";
import { checkFeeds, checkOutputs } from "../../core/feeds.js";
import { makeTensor, type Tensors, tensorOf } from "../../core/tensor.js";
import { pairContract } from "../fixtures/contract.js";

const good: Tensors = { a: tensorOf("float32", [2, 3], [1, 2, 3, 4, 5, 6]), index: tensorOf("int32", [2, 1], [0, 6]) };
const answer: Tensors = {
  sum: tensorOf("float32", [2, 3], [2, 4, 6, 8, 10, 12]),
  copy: tensorOf("int32", [2, 1], [0, 6]),
};

describe("checkFeeds", () => {
  it("gives the batch size of feeds that fit", () => {
    expect(checkFeeds(pairContract, good)).toEqual({ batch: 2 });
  });

  it.each<[string, Tensors, RegExp]>([
    [
      "an unknown input",
      { ...good, b: tensorOf("int32", [2], [0, 0]) },
      /^b: pair has no input "b"\nIts inputs are a, index/,
    ],
    [
      "a missing input",
      { a: tensorOf("float32", [2, 3], [1, 2, 3, 4, 5, 6]) },
      /^index: input "index" is missing\n"index" is int32/,
    ],
    ["another type", { ...good, index: tensorOf("float32", [2, 1], [0, 1]) }, /^index: got float32 \[2, 1\]/],
    [
      "another width",
      { ...good, a: tensorOf("float32", [2, 2], [1, 2, 3, 4]) },
      /^a: got float32 \[2, 2\]\n.*width = 3.*metres/,
    ],
    ["another rank", { ...good, a: tensorOf("float32", [6], [1, 2, 3, 4, 5, 6]) }, /^a: got float32 \[6\]/],
    [
      "two batch sizes",
      { ...good, index: tensorOf("int32", [1, 1], [0]) },
      /^index: got int32 \[1, 1\]\n.*same batch size/,
    ],
    [
      "a value out of range",
      { ...good, index: tensorOf("int32", [2, 1], [0, 7]) },
      /^index: element 1 is 7, outside 0 to 6 \(index\)$/,
    ],
    [
      "NaN",
      { ...good, a: makeTensor("float32", [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)) },
      /^a: element 5 is NaN/,
    ],
    [
      "no rows",
      { a: makeTensor("float32", [0, 3], new Float32Array(0)), index: makeTensor("int32", [0, 1], new Int32Array(0)) },
      /at least one row/,
    ],
  ])("refuses %s, naming the input", (_, feeds, message) => {
    expect(() => checkFeeds(pairContract, feeds)).toThrow(InputError);
    expect(() => checkFeeds(pairContract, feeds)).toThrow(message);
  });
});

describe("checkOutputs", () => {
  it("is content with what the contract promises", () => {
    expect(() => checkOutputs(pairContract, answer, { batch: 2 })).not.toThrow();
  });

  it.each<[string, Tensors, number, RegExp]>([
    ["a missing output", { sum: tensorOf("float32", [2, 3], [1, 2, 3, 4, 5, 6]) }, 2, /gave no output "copy"/],
    ["another batch size", answer, 3, /output "sum" is float32 \[2, 3\]/],
    [
      "a number that is not finite",
      { ...answer, sum: makeTensor("float32", [2, 3], new Float32Array(6).fill(Infinity)) },
      2,
      /output "sum" is Infinity at element 0/,
    ],
  ])("refuses %s", (_, outputs, batchSize, message) => {
    expect(() => checkOutputs(pairContract, outputs, { batch: batchSize })).toThrow(FailedError);
    expect(() => checkOutputs(pairContract, outputs, { batch: batchSize })).toThrow(message);
  });
});
