import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FailedError, UsageError, VerificationError } from "../../core/errors.js";
import type { Manifest } from "../../core/manifest.js";
import { exportModel } from "../../export/export.js";
import { parseOnnx } from "../../export/onnx/model.js";
import { verifyPublished } from "../../export/verify-published.js";
import { sha256 } from "../../store/checksum.js";
import { openBundle } from "../../store/open.js";
import { readGolden, readModel } from "../../store/read-files.js";
import { scanRepository } from "../../store/scan.js";
import { freezeRun, training } from "./frozen.js";
import { hasPython, python } from "./toolchain.js";
import { classifier, decoder, log1p } from "./toys.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kiln-export-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Everything under a folder, hidden files too. */
const listing = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true }).catch(() => [])).sort();

describe.skipIf(!hasPython)("a bundle of two graphs (needs the Python environment: kiln setup)", () => {
  let repository: string;
  let manifests: Manifest[];
  beforeAll(async () => {
    const run = await freezeRun(join(folder, "toy"), "toy", [classifier(), decoder(4)]);
    repository = join(folder, "repository");
    manifests = await exportModel({ run, repository, python, road: "both" });
  });

  it("publishes both under one version, and nothing else stays", async () => {
    expect(await listing(repository)).toEqual([
      "toy",
      "toy/1",
      "toy/1/README.md",
      "toy/1/bundle.json",
      "toy/1/golden.json",
      "toy/1/manifest.json",
      "toy/1/model.onnx",
      "toy/config.pbtxt",
      "toy/labels.txt",
      "toy_decoder",
      "toy_decoder/1",
      "toy_decoder/1/README.md",
      "toy_decoder/1/golden.json",
      "toy_decoder/1/manifest.json",
      "toy_decoder/1/model.onnx",
      "toy_decoder/config.pbtxt",
    ]);
    const bundle = await openBundle(repository, "toy");
    expect(Object.keys(bundle.graphs)).toEqual(["toy", "toy_decoder"]);
    expect(Object.values(bundle.graphs).map((graph) => graph.manifest)).toEqual(manifests);
    expect(await readFile(join(repository, "toy/labels.txt"), "utf8")).toBe("small\nlarge\n");
  });

  it("records three runtimes that agree on every case, with the versions of all that took part", () => {
    for (const { verification, versions, opset, exporter } of manifests) {
      expect(verification.runtimes.map((one) => one.runtime)).toEqual(["tfjs", "onnxruntime-node", "onnxruntime-web"]);
      for (const one of verification.runtimes) expect(one.maxScaledDifference).toBeLessThanOrEqual(1e-5);
      expect(verification.batches).toEqual([1, 3, 16]);
      expect(opset).toBe(18);
      expect(exporter).toEqual({ road: "direct", version: versions.kiln });
      expect(verification.witness?.converter).toBe(`tf2onnx ${versions["python/tf2onnx"]}`);
      expect(verification.witness?.maxScaledDifference).toBeLessThanOrEqual(1e-5);
      expect(versions["python/python"]).toMatch(/^3\./);
    }
    expect(manifests.map((manifest) => manifest.verification.cases)).toEqual([7, 5]);
  });

  it("names inputs, outputs and the batch by the contract, and says in the file what it is", async () => {
    const bundle = await openBundle(repository, "toy");
    const [main, image] = Object.values(bundle.graphs);
    if (main === undefined || image === undefined) throw new Error("two graphs");
    const model = parseOnnx(await readModel(main), "toy");
    const shapes = [...model.graph.input, ...model.graph.output].map((value) => {
      const type = value.type?.value;
      if (type?.case !== "tensorType") throw new Error("a tensor");
      return [value.name, type.value.shape?.dim.map((dim) => dim.value.value)];
    });
    expect(shapes).toEqual([
      ["values", ["batch", 4n]],
      ["code", ["batch", 1n]],
      ["probability", ["batch"]],
      ["logit", ["batch"]],
      ["again", ["batch"]],
    ]);
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    expect(metadata).toMatchObject({ name: "toy", version: "1", model: "toy", simulated: "true" });
    expect(JSON.parse(metadata.contract ?? "")).toEqual(main.manifest.contract);
    expect(metadata.weights_sha256).toBe(sha256(await readFile(join(folder, "toy/inference/toy/weights.bin"))));
    expect(model.modelVersion).toBe(1n);
    const picture = parseOnnx(await readModel(image), "toy_decoder");
    const names = JSON.stringify(picture.graph.output[0]?.type, (_, v) => (typeof v === "bigint" ? Number(v) : v));
    expect(names).not.toContain("unk__");
  });

  it("keeps the golden file small and the card honest", async () => {
    const graph = (await openBundle(repository, "toy")).graphs.toy;
    if (graph === undefined) throw new Error("the toy");
    const golden = await readGolden(graph);
    expect(golden.cases.map((one) => [one.batch, one.rows])).toContainEqual([16, 4]);
    const card = await readFile(join(graph.folder, "README.md"), "utf8");
    expect(card).toContain("Trained on simulated data");
    expect(card).toContain("| test.majority | 0.5 |");
    expect(card).toContain(training.remarks[0]);
    expect(card).toContain("/v2/models/toy/infer");
  });

  it("is verified again by kiln verify, until a byte changes", async () => {
    const verified = await verifyPublished({ repository, model: "toy" });
    expect(verified).toMatchObject({ model: "toy", version: 1 });
    expect(verified.graphs.toy_decoder?.map((one) => one.runtime)).toEqual(["onnxruntime-node", "onnxruntime-web"]);

    const model = join(repository, "toy_decoder/1/model.onnx");
    const bytes = await readFile(model);
    const changed = Buffer.from(bytes);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    await writeFile(model, changed);
    await expect(verifyPublished({ repository, model: "toy" })).rejects.toThrow(VerificationError);
    await writeFile(model, bytes.subarray(1));
    await expect(verifyPublished({ repository, model: "toy" })).rejects.toThrow(
      /has been changed since it was published/,
    );
    await writeFile(model, bytes);
    await expect(verifyPublished({ repository, model: "toy", version: 2 })).rejects.toThrow(/no version 2 of toy/);
  });
});

describe.skipIf(!hasPython)("the traps of tf2onnx (needs the Python environment: kiln setup)", () => {
  it("refuses an op without a converter, naming op and layer, though tf2onnx exits with 0", async () => {
    const run = await freezeRun(join(folder, "log1p"), "toy", [log1p()]);
    const repository = join(folder, "log1p-repository");
    const exporting = exportModel({ run, repository, python, road: "tf2onnx" });
    await expect(exporting).rejects.toThrow(FailedError);
    await expect(exporting).rejects.toThrow(/does not support Log1p in layer squash/);
    expect(await listing(repository)).toEqual([]);
    const [manifest] = await exportModel({ run, repository, opset: 23 });
    expect(manifest).toMatchObject({ exporter: { road: "direct" }, opset: 23 });
  });

  it("refuses a miscompiled chain of transposed convolutions, naming the layer", async () => {
    const run = await freezeRun(join(folder, "odd"), "toy", [decoder(3)]);
    const repository = join(folder, "odd-repository");
    const exporting = exportModel({ run, repository, python, road: "both" });
    await expect(exporting).rejects.toThrow(VerificationError);
    await expect(exporting).rejects.toThrow(
      /toy_decoder: the file of tf2onnx 1\S+ differs from the direct one, which agrees with tfjs: image\[\d+\], .* First difference in scope up2 \(Conv2DBackpropInput/,
    );
    expect(await listing(repository)).toEqual([]);
    const [manifest] = await exportModel({ run, repository });
    expect(manifest?.verification.runtimes.every((one) => one.maxScaledDifference <= 1e-5)).toBe(true);
    expect((await scanRepository(repository)).ignored).toEqual([]);
  });
});

describe("what is refused before anything is converted", () => {
  it("an opset that the road does not write", async () => {
    const options = { run: folder, repository: folder, python };
    await expect(exportModel({ ...options, opset: 25 })).rejects.toThrow(UsageError);
    await expect(exportModel({ ...options, opset: 12 })).rejects.toThrow(/opset 12 cannot be written/);
    const both = exportModel({ ...options, opset: 21, road: "both" });
    await expect(both).rejects.toThrow(/opset 21 cannot be written[\s\S]*--via direct takes 13 to 23/);
  });

  it("a graph whose golden outputs are not its own: the trace is wrong", async () => {
    const toy = classifier();
    const run = await freezeRun(join(folder, "wrong"), "toy", [toy]);
    await toy.builder.write(join(run, "inference/toy"), toy.contract, { ...toy.outputs, logit: "probability" });
    const exporting = exportModel({ run, repository: join(folder, "never"), python });
    await expect(exporting).rejects.toThrow(VerificationError);
    await expect(exporting).rejects.toThrow(/frozen graph toy does not compute what training computed: logit\[/);
  });
});
