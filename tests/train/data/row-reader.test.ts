import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { FailedError } from "../../../core/errors.js";
import { RowReader } from "../../../train/data/row-reader.js";

/** A file of three rows, two bytes each. */
function rows(bytes: readonly number[] = [10, 11, 20, 21, 30, 31]): { path: string; reader: RowReader } {
  const folder = mkdtempSync(join(tmpdir(), "rows-"));
  const path = join(folder, "rows.bin");
  writeFileSync(path, Uint8Array.from(bytes));
  const reader = new RowReader({ path, rowBytes: 2 });
  onTestFinished(async () => {
    await reader.close();
    rmSync(folder, { recursive: true });
  });
  return { path, reader };
}

it("gives rows in the order in which they are asked for", async () => {
  const { reader } = rows();
  const [first, second] = await Promise.all([reader.read(Uint32Array.of(2, 0)), reader.read(Uint32Array.of(1, 1, 1))]);
  expect([...(first ?? [])]).toEqual([30, 31, 10, 11]);
  expect([...(second ?? [])]).toEqual([20, 21, 20, 21, 20, 21]);
});

it("names the row that a file lacks, and what to do", async () => {
  const { path, reader } = rows([10, 11, 20]);
  const read = reader.read(Uint32Array.of(0, 1));
  await expect(read).rejects.toBeInstanceOf(FailedError);
  await expect(read).rejects.toMatchObject({ reason: "the cache of rows has no row 1", where: { file: path } });
  await expect(read).rejects.toThrow(/Delete its folder/);
  expect([...(await reader.read(Uint32Array.of(0)))]).toEqual([10, 11]);
});

it("says why a file cannot be opened, and tries again when it is asked again", async () => {
  const { path, reader } = rows();
  rmSync(path);
  await expect(reader.read(Uint32Array.of(0))).rejects.toThrow(/rows\.bin: the cache of rows cannot be read: ENOENT/);
  writeFileSync(path, Uint8Array.of(1, 2));
  expect([...(await reader.read(Uint32Array.of(0)))]).toEqual([1, 2]);
});

it("refuses what is asked for when it is closed, and starts anew when it is asked later", async () => {
  const { reader } = rows();
  const read = reader.read(Uint32Array.of(0));
  const refused = expect(read).rejects.toThrow("the file was closed");
  await reader.close();
  await refused;
  expect([...(await reader.read(Uint32Array.of(1)))]).toEqual([20, 21]);
});
