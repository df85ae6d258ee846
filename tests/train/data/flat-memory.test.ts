/** A table of any length takes the same memory: read by a process whose heap could not hold it. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const reader = createRequire(import.meta.url).resolve("#dist/train/data/arrays/rows.js");

const program = `
  const { rows } = await import(${JSON.stringify(pathToFileURL(reader).href)});
  const silent = { stage() {}, progress() {}, note() {}, warn() {}, record() {} };
  function* made() {
    for (let row = 0; row < 250000; row++) {
      yield { x: Array.from({ length: 16 }, (_, i) => Math.sin(row * 16 + i)), y: row % 7 };
    }
  }
  const fields = [
    { name: "x", role: "input", kind: "number", shape: [16] },
    { name: "y", role: "output", kind: "labels", shape: [] },
  ];
  const data = await rows(made, ["x", "y"]).open(fields, { base: ".", seed: 1, reporter: silent });
  const before = process.memoryUsage();
  const last = data.parts.training.rows - 1;
  const { x, y } = await data.read("training", Uint32Array.of(last, 0, last));
  console.log(JSON.stringify({ parts: data.parts, dims: x.dims, same: x.data[0] === x.data[32], names: data.names.y, held: before.arrayBuffers }));
  await data.close();
`;

it("250,000 rows of 16 numbers (84 MB as rows on the disk, more as objects) in a heap of 40 MB", async () => {
  const args = ["--max-old-space-size=40", "--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({
    parts: { training: { rows: 175_002 }, validation: { rows: 37_499 }, test: { rows: 37_499 } },
    dims: [3, 16],
    same: true,
    names: ["0", "1", "2", "3", "4", "5", "6"],
  });
  expect(told.held).toBeLessThan(24e6);
});
