import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOnnx } from "../../../export/onnx/check.js";
import { verifiedRuntimes } from "../../../export/verify/runtimes.js";
import { operations } from "../../../trace/onnx/operations/index.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { hasPython, python } from "../../export/toolchain.js";
import { expectSameGraph } from "../both-recorders.js";
import { casesOf, compareCases, families, OPERATIONS, refusalOf, type TracedCases, traceCases } from "./cases.js";
import { operatorsPage, withoutFigures } from "./operators-page.js";

/** All operator sets and batches, instead of the newest and another one in turn. */
const whole = process.env.KILN_MATRIX === "1";
const OLDER = [13, 15, 18, 21] as const;
const NEWEST = 23;
const PAGE = fileURLToPath(new URL("../../../docs/operators.md", import.meta.url));
const BATCHES = [1, 3, 16] as const;

let tf: TF;
let folder: string;
const recorded = new Set<string>();
const files: Record<string, string> = {};
const differences = new Map<string, number>();
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
      const found = await compareCases(tf, traced, ort, model, batches);
      const web = whole && opset === NEWEST ? await inBrowserRuntime(traced, model) : new Map<string, number>();
      differences.set(family, Math.max(differences.get(family) ?? 0, ...found.values(), ...web.values()));
    }
  });
});

/** The same WebAssembly that a browser runs. */
async function inBrowserRuntime(traced: TracedCases, model: Uint8Array): Promise<Map<string, number>> {
  const web = verifiedRuntimes.find(({ name }) => name === "onnxruntime-web");
  if (web === undefined) throw new Error("onnxruntime-web is one of the verified runtimes");
  const { runtime } = await web.load();
  return compareCases(tf, traced, runtime, model, [3]);
}

it("docs/operators.md says what there is", async () => {
  const page = await operatorsPage(differences);
  if (whole) writeFileSync(PAGE, page);
  else expect(withoutFigures(readFileSync(PAGE, "utf8"))).toBe(withoutFigures(page));
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
