import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOnnx } from "../../../export/onnx/check.js";
import { operations } from "../../../trace/onnx/operations/index.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { hasPython, python } from "../../export/toolchain.js";
import { expectSameGraph } from "../both-recorders.js";
import { casesOf, compareCases, families, OPERATIONS, refusalOf, traceCases } from "./cases.js";

/** All operator sets and batches, instead of the newest and another one in turn. */
const whole = process.env.KILN_MATRIX === "1";
const OLDER = [13, 15, 18, 21] as const;
const NEWEST = 23;
const BATCHES = [1, 3, 16] as const;

let tf: TF;
let folder: string;
const recorded = new Set<string>();
const files: Record<string, string> = {};
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), "kiln-operations-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(families)("%s has cases beside it", (family) => {
  expect(existsSync(join(OPERATIONS, `${family}.cases.ts`))).toBe(true);
});

describe("each operation in onnxruntime equals eager tfjs", () => {
  it.each(families.map((family, turn) => ({ family, turn })))("$family", async ({ family, turn }) => {
    const cases = await casesOf(family);
    for (const one of cases) {
      if (one.refused !== undefined) expect(refusalOf(tf, one)).toMatch(one.refused);
    }
    const written = cases.filter((one) => one.refused === undefined);
    if (written.length === 0) return;
    const all = traceCases(tf, written);
    for (const { op } of all.graph.nodes) recorded.add(op);
    expectSameGraph(tf, all.graph, all.fn, all.inputs);
    const opsets = whole ? [...OLDER, NEWEST] : [NEWEST, OLDER[turn % OLDER.length] ?? NEWEST];
    for (const [i, opset] of opsets.entries()) {
      const reachable = written.filter(({ since = 0 }) => since <= opset);
      const traced = reachable.length === written.length ? all : traceCases(tf, reachable);
      const model = writeOnnx(traced.graph, { opset });
      const file = join(folder, `${family}-${opset}.onnx`);
      writeFileSync(file, model);
      files[`${family} (opset ${opset})`] = file;
      const batches = whole ? BATCHES : [BATCHES[(turn + i) % BATCHES.length] ?? 1];
      await compareCases(tf, traced, ort, model, batches);
    }
  });
});

it("every operation that is written has been recorded in one of the cases", () => {
  const missing = operations.flatMap(({ tensorflow }) => tensorflow.filter((name) => !recorded.has(name)));
  expect(missing).toEqual([]);
});

it.skipIf(!hasPython)(
  "the ONNX checker takes all of it, shapes inferred (needs the Python environment: kiln setup)",
  async () => {
    expect(Object.keys(files).length).toBeGreaterThan(families.length);
    await checkOnnx(files, python, undefined);
  },
);
