import { describe, expect, it } from "vitest";
import { FailedError, InputError } from "../../core/errors.js";
import { inParts } from "../../core/in-parts.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";

/** `rows` rows of two numbers. */
const rowsOf = (rows: number) =>
  makeTensor(
    "float32",
    [rows, 2],
    Float32Array.from({ length: 2 * rows }, (_, i) => i),
  );

/** Doubles `a`, and writes down what it was given. */
function doubling(): { seen: Tensors[]; run: (part: Tensors) => Promise<Tensors> } {
  const seen: Tensors[] = [];
  const run = async (part: Tensors): Promise<Tensors> => {
    seen.push(part);
    const { a } = part;
    if (a?.type !== "float32") throw new Error("no input a");
    return {
      twice: makeTensor(
        "float32",
        a.dims,
        a.data.map((value) => 2 * value),
      ),
    };
  };
  return { seen, run };
}

describe("inParts", () => {
  it("runs each part, the last one shorter, and joins the outputs", async () => {
    const { seen, run } = doubling();
    const { twice } = await inParts({ a: rowsOf(5) }, run, { rows: 2 });
    expect(seen.map(({ a }) => a?.dims)).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect(twice).toEqual(
      makeTensor(
        "float32",
        [5, 2],
        Float32Array.from({ length: 10 }, (_, i) => 2 * i),
      ),
    );
  });

  it("gives every part the same shape, by the last row, and cuts the surplus off", async () => {
    const { seen, run } = doubling();
    const { twice } = await inParts({ a: rowsOf(5) }, run, { rows: 4, sameShape: true });
    expect(seen.map(({ a }) => [...(a?.data ?? [])])).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9, 8, 9, 8, 9, 8, 9],
    ]);
    expect(twice?.dims).toEqual([5, 2]);
    expect([...(twice?.data ?? [])].at(-1)).toBe(18);
  });

  it("makes no part larger than there are rows", async () => {
    const { seen, run } = doubling();
    await inParts({ a: rowsOf(3) }, run, { rows: 1000, sameShape: true });
    expect(seen.map(({ a }) => a?.dims)).toEqual([[3, 2]]);
  });

  it("refuses inputs of different lengths, none at all, and outputs that lack rows", async () => {
    const { run } = doubling();
    await expect(inParts({ a: rowsOf(3), b: rowsOf(2) }, run, { rows: 2 })).rejects.toBeInstanceOf(InputError);
    await expect(inParts({ a: rowsOf(0) }, run, { rows: 2 })).rejects.toBeInstanceOf(InputError);
    const short = inParts({ a: rowsOf(3) }, async () => ({ one: rowsOf(1) }), { rows: 2 });
    await expect(short).rejects.toBeInstanceOf(FailedError);
    await expect(short).rejects.toThrow('output "one" has 1 rows for 2 rows of input');
  });
});
