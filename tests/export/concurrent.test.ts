import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportModel } from "../../export/export.js";
import { parseOnnx } from "../../export/onnx/model.js";
import { tritonConfig } from "../../export/publish/triton.js";
import { scanRepository } from "../../store/scan.js";
import { pairContract } from "../fixtures/contract.js";
import { GraphModelBuilder } from "../fixtures/graph-model.js";
import { freezeRun } from "./frozen.js";

let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kiln-concurrent-test-"));
  const builder = new GraphModelBuilder();
  builder.placeholder("a", "DT_FLOAT", [-1, 3]);
  builder.placeholder("index", "DT_INT32", [-1, 1]);
  builder.op("sum", "AddV2", ["a", "a"]);
  builder.op("copy", "Identity", ["index"], { T: { type: "DT_INT32" } });
  run = await freezeRun(join(folder, "run"), "pair", [{ contract: pairContract, builder }]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("several exports at once", () => {
  it("get versions of their own, each of them verified under its own number", async () => {
    const repository = join(folder, "repository");
    const manifests = await Promise.all(Array.from({ length: 4 }, () => exportModel({ run, repository })));
    const versions = manifests.map(([manifest]) => manifest?.version).sort();
    expect(versions).toEqual([1, 2, 3, 4]);
    const { bundles, ignored } = await scanRepository(repository);
    expect(ignored).toEqual([]);
    for (const bundle of bundles) {
      const bytes = await readFile(join(repository, "pair", String(bundle.version), "model.onnx"));
      expect(parseOnnx(bytes, "pair").modelVersion).toBe(BigInt(bundle.version));
    }
    expect(await readdir(join(repository, "pair"))).toEqual(["1", "2", "3", "4", "config.pbtxt", "labels.txt"]);
    expect(await readFile(join(repository, "pair/config.pbtxt"), "utf8")).toBe(tritonConfig("pair", [pairContract]));
  });
});
