import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeTensor } from "../../../core/tensor.js";
import { candidates, pick } from "../../../train/threads/choose.js";
import { physicalCores, threadCounts } from "../../../train/threads/processor.js";
import { placeOf, recall, remember, type StepKind } from "../../../train/threads/remembered.js";

describe("the numbers that are tried", () => {
  it("are 1, 2, 4, … and all cores", () => {
    expect(threadCounts(1)).toEqual([1]);
    expect(threadCounts(6)).toEqual([1, 2, 4, 6]);
    expect(candidates()[0]).toBe(1);
    expect(Math.max(...candidates())).toBeLessThanOrEqual(16);
  });

  it("count two hardware threads of one core once", () => {
    const thread = (socket: number, core: number) => `processor : 0\nphysical id : ${socket}\ncore id : ${core}\n`;
    expect(physicalCores([thread(0, 0), thread(0, 1), thread(0, 0), thread(1, 0)].join("\n"))).toBe(3);
    expect(physicalCores("processor : 0\nBogoMIPS : 50\n")).toBe(0);
  });
});

describe("the one that wins", () => {
  const picked = (...ms: number[]) => pick(ms.map((value, i) => ({ threads: i + 1, ms: value }))).threads;

  it("is the fastest, and of those within noise the one with the fewest threads", () => {
    expect(picked(10, 5)).toBe(2);
    expect(picked(5, 10)).toBe(1);
    expect(picked(5.2, 5)).toBe(1);
    expect(picked(5.3, 5)).toBe(2);
    expect(picked(8, 4.1, 4)).toBe(2);
    expect(() => pick([])).toThrow(RangeError);
  });
});

describe("what is remembered", () => {
  const cache = mkdtempSync(join(tmpdir(), "kiln-threads-"));
  afterAll(() => rmSync(cache, { recursive: true, force: true }));
  const tensor = (...dims: number[]) => makeTensor("float32", dims, new Float32Array(dims.reduce((a, b) => a * b)));
  const kind: StepKind = {
    model: "toy",
    mode: "captured",
    oneDnn: true,
    batch: { x: tensor(4, 3) },
    weights: { w: tensor(3, 2) },
  };
  const trials = [
    { threads: 1, ms: 0.5 },
    { threads: 2, ms: 0.9 },
  ];

  it("comes back, and holds for this kind of step only", () => {
    const place = placeOf(cache, kind);
    expect(recall(place.file)).toBeUndefined();
    remember(place, trials);
    expect(recall(placeOf(cache, kind).file)).toEqual(trials);
    const others: Partial<StepKind>[] = [
      { batch: { x: tensor(8, 3) } },
      { weights: { w: tensor(3, 5) } },
      { mode: "eager" },
      { oneDnn: false },
    ];
    for (const other of others) expect(recall(placeOf(cache, { ...kind, ...other }).file)).toBeUndefined();
  });

  it.each(["{", "{}", '{"formatVersion":1,"step":"","trials":[]}'])("%s: a damaged file counts as none", (text) => {
    const { file } = placeOf(cache, kind);
    writeFileSync(file, text);
    expect(recall(file)).toBeUndefined();
  });
});
