import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { UsageError } from "../../../core/errors.js";
import { type WindowOptions, windows } from "../../../train/data/windows/windows.js";
import { field, openReader, wholePart } from "./read.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-windows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const signal = field("signal", "series", { shape: [4, 2] });
const state = field("state", "labels", { role: "output" });
const columns = { signal: ["x", "y"], state: "state" };

/** Rows of three machines among one another: x counts the machine's own rows, and tells the machine by its thousands. */
function interleaved(rows: number, hole?: number): string {
  const lines = Array.from({ length: rows }, (_, i) =>
    [0, 1, 2].map(
      (machine) =>
        `${i === hole && machine === 0 ? "" : machine * 1000 + i},${i % 3},${"ab"[(i >> 2) % 2]},m${machine}`,
    ),
  );
  return `x,y,state,machine\n${lines.flat().join("\n")}\n`;
}

async function open(text: string, options: WindowOptions, fields = [signal, state]) {
  writeFileSync(join(folder, "w.csv"), text);
  return await openReader(windows("*.csv", columns, options), fields, { base: folder });
}

it("every window is rows of one machine after one another, and no two parts share a row", async () => {
  const data = await open(interleaved(40), { by: "machine", stride: 1 });
  const owner = new Map<number, string>();
  for (const part of ["training", "validation", "test"] as const) {
    const tensors = await wholePart(data, part);
    const values = tensors.signal?.data ?? [];
    for (let window = 0; window < data.parts[part].rows; window++) {
      const xs = [0, 1, 2, 3].map((step) => values[window * 8 + step * 2] as number);
      expect(xs.map((x) => x - (xs[0] as number))).toEqual([0, 1, 2, 3]);
      // What is told belongs to the window's last row.
      expect(tensors.state?.data[window]).toBe((((xs[3] as number) % 1000) >> 2) % 2);
      for (const x of xs) {
        expect(owner.get(x) ?? part).toBe(part);
        owner.set(x, part);
      }
    }
  }
  expect(owner.size).toBe(120);
  expect(data.parts.training.rows).toBe(3 * (28 - 3));
  expect(data.statistics.signal).toHaveLength(2);
  expect((await data.describeRow("training", 0)).place).toBe("w.csv, rows 2 to 11");
  await data.close();
});

it("no window reaches over a missing row, and whole machines are kept apart when asked", async () => {
  const data = await open(interleaved(40, 20), { by: "machine", stride: 1, split: "group" });
  expect(data.summary.counts).toMatchObject({ leftOutMissing: 1, series: 3 });
  const sizes = Object.values(data.parts).map(({ rows }) => rows);
  expect(sizes.sort((a, b) => a - b)).toEqual([20 - 3 + (19 - 3), 37, 37]);
});

it("tells what comes so many rows later", async () => {
  const next = field("next", "number", { role: "output" });
  writeFileSync(join(folder, "w.csv"), interleaved(40));
  const reader = windows("w.csv", { signal: ["x", "y"], next: "x" }, { by: "machine", horizon: 2 });
  const { signal: series, next: told } = await wholePart(
    await openReader(reader, [signal, next], { base: folder }),
    "test",
  );
  expect(told?.data[0]).toBe((series?.data[6] ?? 0) + 2);
});

it("refuses overlapping windows at random, rows that are not in their order, and too few rows", async () => {
  await expect(open(interleaved(40), { by: "machine", stride: 2, split: "random" })).rejects.toThrow(UsageError);
  await expect(open(interleaved(40), { time: "x" })).rejects.toThrow(/row 5, column x: the row is not later/);
  await expect(open(interleaved(2), { by: "machine" })).rejects.toThrow(/0 windows of 4 rows/);
});
