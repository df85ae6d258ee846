import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { arrays, rows } from "../../../train/data/arrays/rows.js";
import { parquet } from "../../../train/data/parquet/parquet.js";
import { quantile } from "../../../train/data/rows/quantile.js";
import { type Words, wordsFor } from "../../../train/data/rows/row-layout.js";
import { RowWriter } from "../../../train/data/rows/row-store.js";
import { groupSplit } from "../../../train/data/splits/group-split.js";
import { randomSplit } from "../../../train/data/splits/random-split.js";
import { field, openReader, wholePart } from "./read.js";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

it("reads Parquet with zstd in row groups, divided by its times with a gap", async () => {
  const fields = [field("size", "number"), field("kind", "category"), field("count", "number", { role: "output" })];
  const reader = parquet(
    "sales.zstd.parquet",
    { size: "size", kind: "kind", count: "count" },
    { split: { by: "time", column: "day", gap: 3 } },
  );
  const data = await openReader(reader, fields, { base: fixtures });
  const sizes = async (part: "training" | "validation" | "test") =>
    [...((await wholePart(data, part)).size?.data ?? [])].sort((a, b) => a - b);
  // One row has no kind; the rest lie in their order, with three days left out between the parts.
  const [training, validation, test] = [await sizes("training"), await sizes("validation"), await sizes("test")];
  expect(training.at(0)).toBe(0.5);
  expect(test.at(-1)).toBe(39.5);
  expect((validation[0] as number) - (training.at(-1) as number)).toBe(4);
  expect((test[0] as number) - (validation.at(-1) as number)).toBe(4);
  expect(data.summary.counts).toMatchObject({ rows: 40, leftOutMissing: 1, leftOutGap: 6 });
  await expect(
    openReader(parquet("read.ts", {}), [], { base: fixtures, data: fileURLToPath(import.meta.url) }),
  ).rejects.toThrow("is not a Parquet file");
});

it("takes arrays, nested or flat, and rows of a generator, as the same data", async () => {
  const pixels = Uint8Array.from({ length: 30 * 4 }, (_, i) => (i * 37) % 256);
  const digits = Array.from({ length: 30 }, (_, i) => String(i % 3));
  const fields = [field("image", "picture", { shape: [2, 2, 1] }), field("digit", "labels", { role: "output" })];
  const flat = await openReader(arrays({ image: pixels, digit: digits }), fields);
  const nested = rows(
    async function* () {
      for (const [i, digit] of digits.entries()) {
        const [a, b, c, d] = pixels.subarray(i * 4, i * 4 + 4);
        yield {
          image: [
            [[a ?? 0], [b ?? 0]],
            [[c ?? 0], [d ?? 0]],
          ],
          digit,
        };
      }
    },
    ["image", "digit"],
  );
  const made = await openReader(nested, fields);
  expect(await wholePart(made, "training")).toEqual(await wholePart(flat, "training"));
  expect(made.summary.sha256).toBe(flat.summary.sha256);
  expect(made.names).toEqual({ digit: ["0", "1", "2"] });
  await expect(openReader(arrays({ image: pixels, digit: digits.slice(1) }), fields)).rejects.toThrow(
    '"image" has 30 rows, and "digit" 29',
  );
  await expect(
    openReader(
      rows(() => [{ image: [1, 2, 3], digit: "0" }], ["image", "digit"]),
      fields,
    ),
  ).rejects.toThrow('row 1, image: "image" holds 3 values, and its shape [2, 2, 1] 4');
});

const store = (inMemory: number, count = 5000) => {
  const writer = new RowWriter(3, { inMemory });
  const row = wordsFor(3);
  for (let i = 0; i < count; i++) {
    row.whole.set([i, i * 2, (i * 7919) % count]);
    writer.append(row);
  }
  return writer.finish();
};

it("rows on the disk are those in memory, in any order, alone and together", async () => {
  const [memory, disk] = [store(1e9), store(1000)];
  const indices = Uint32Array.of(4990, 0, 77, 77);
  for (const together of [1, 9]) {
    const found = await disk.read(indices, together);
    expect([...found.whole]).toEqual([...(await memory.read(indices, together)).whole]);
  }
  const sums = [0, 0];
  for (const [i, of] of [memory, disk].entries()) {
    await of.scan(({ whole }, rows) => {
      for (let row = 0; row < rows; row++) sums[i] = (sums[i] as number) + (whole[row * 3] as number);
    });
  }
  expect(sums).toEqual([12_497_500, 12_497_500]);
  await expect(disk.read(Uint32Array.of(5000))).rejects.toThrow("there is no row 5000: there are 5000");
  await memory.close();
  await disk.close();
});

it("finds exact quantiles of more values than it sorts", async () => {
  const of = store(1e9, 250_000);
  const valueAt = ({ whole }: Words, index: number) => whole[index + 2] as number;
  for (const share of [0, 0.5, 0.85, 1]) {
    expect(await quantile(of, 3, valueAt, share)).toBe(Math.min(249_999, Math.floor(250_000 * share)));
  }
});

it("a random split has exact sizes in each class; a group split has whole groups and no empty part", () => {
  const shares = { validation: 0.15, test: 0.15 };
  const part = randomSplit([100, 20], shares, Random.seeded(1));
  const counts = [100, 20].map((count, stratum) => {
    const found = { training: 0, validation: 0, test: 0 };
    for (let i = 0; i < count; i++) found[part(stratum)] += 1;
    return found;
  });
  expect(counts).toEqual([
    { training: 70, validation: 15, test: 15 },
    { training: 14, validation: 3, test: 3 },
  ]);
  for (let seed = 0; seed < 20; seed++) {
    expect(new Set(groupSplit([900, 50, 50], shares, Random.seeded(seed))).size).toBe(3);
    const many = groupSplit(
      Array.from({ length: 100 }, () => 10),
      shares,
      Random.seeded(seed),
    );
    expect(many.filter((name) => name === "test")).toHaveLength(15);
    expect(many.filter((name) => name === "validation")).toHaveLength(15);
  }
});
