/** The engine holds a recipe's `batch` to its contract, and itself to what `batch` may be asked for. */
import { describe, expect, test } from "vitest";
import { FailedError } from "../../core/errors.js";
import { allocate, makeTensor, type Tensors } from "../../core/tensor.js";
import { BatchReader } from "../../train/batch-reader.js";
import type { TrainingData } from "../../train/recipe.js";

function dataOf(batch: TrainingData["batch"], size: Partial<TrainingData> = {}): TrainingData {
  return { summary: { source: "", simulated: true, sha256: "", counts: {} }, examples: 10, batch, ...size };
}

function tensors(rows: number, { width = 3, type = "float32" as const, name = "x" } = {}): Tensors {
  return { [name]: makeTensor(type, [rows, width], allocate(type, rows * width)) };
}

/** A reader whose recipe gives these batches, one after the other. */
function readerOf(...batches: Tensors[]): BatchReader {
  return new BatchReader(dataOf(() => batches.shift() ?? {}));
}

const two = Uint32Array.of(4, 9);

test("a batch as it must be is handed through", async () => {
  const asked: Uint32Array[] = [];
  const given = tensors(2);
  const reader = new BatchReader(
    dataOf((indices) => {
      asked.push(indices);
      return given;
    }),
  );
  expect(await reader.read(two)).toBe(given);
  expect(asked).toEqual([two]);
});

test("an index that is not below the number of examples never reaches the recipe", async () => {
  let asked = 0;
  const reader = new BatchReader(
    dataOf((indices) => {
      asked += 1;
      return tensors(indices.length);
    }),
  );
  const error = reader.read(Uint32Array.of(9, 10));
  await expect(error).rejects.toThrow(FailedError);
  await expect(error).rejects.toThrow("example 10 was asked for, and there are 10, counted from 0");
  expect(asked).toBe(0);
});

describe("a batch is refused", () => {
  test.each([
    ["too few rows", [tensors(1)], '"x" has 1 rows for 2 examples'],
    ["too many rows", [tensors(3)], '"x" has 3 rows for 2 examples'],
    ["no rows at all", [{ x: makeTensor("float32", [], new Float32Array(1)) }], '"x" has no rows for 2 examples'],
    ["another shape", [tensors(2), tensors(2, { width: 4 })], '"x" is float32 [4] an example, and was float32 [3]'],
    [
      "another type",
      [tensors(2), { x: makeTensor("int32", [2, 3], new Int32Array(6)) }],
      '"x" is int32 [3] an example, and was float32 [3] in the first batch',
    ],
    ["a missing tensor", [{ ...tensors(2), ...tensors(2, { name: "y" }) }, tensors(2)], '"y" is missing'],
    ["a new tensor", [tensors(2), { ...tensors(2), ...tensors(2, { name: "y" }) }], '"y" was not in the first batch'],
  ])("with %s", async (_, batches: Tensors[], words) => {
    const reader = readerOf(...batches);
    const last = batches.length - 1;
    for (let i = 0; i < last; i++) await reader.read(two);
    await expect(reader.read(two)).rejects.toThrow(words);
  });

  test("in another number of rows than before it is not: an evaluation may ask for fewer", async () => {
    const reader = readerOf(tensors(2), tensors(1));
    await reader.read(two);
    await expect(reader.read(Uint32Array.of(3))).resolves.toBeDefined();
  });
});

test.each([0, -1, 1.5, Number.NaN])("%d examples are none", (examples) => {
  expect(() => new BatchReader(dataOf(() => ({}), { examples }))).toThrow(FailedError);
});

test.each([0, 2.5, Number.NaN])("an epoch does not go through its examples %d times", (passes) => {
  expect(() => new BatchReader(dataOf(() => ({}), { passes }))).toThrow(FailedError);
});
