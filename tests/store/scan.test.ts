import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FailedError, InputError, NotFoundError, VerificationError } from "../../core/errors.js";
import { openBundle } from "../../store/open.js";
import { readGolden, readModel } from "../../store/read-files.js";
import { scanRepository } from "../../store/scan.js";
import { publishPair } from "./pair.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kiln-repository-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(join(root, file), change(await readFile(join(root, file), "utf8")));
}

/** The one ignored version of a repository that has no other. */
async function reason(): Promise<{ reason: string; damaged: boolean }> {
  const { bundles, ignored } = await scanRepository(root);
  expect(bundles).toEqual([]);
  const [only] = ignored;
  if (only === undefined) throw new Error("nothing was ignored");
  return only;
}

describe("scanning", () => {
  it("lists whole bundles, by model and from the oldest version", async () => {
    for (const version of [10, 2]) await publishPair(root, "pair", version);
    await publishPair(root, "faces", 1, ["faces_encoder", "faces_decoder"]);
    const { bundles, ignored } = await scanRepository(root);
    expect(bundles.map(({ model, version, graphs }) => [model, version, Object.keys(graphs)])).toEqual([
      ["faces", 1, ["faces_encoder", "faces_decoder"]],
      ["pair", 2, ["pair"]],
      ["pair", 10, ["pair"]],
    ]);
    expect(ignored).toEqual([]);
  });

  it("finds nothing where there is no repository yet", async () => {
    expect(await scanRepository(join(root, "none"))).toEqual({ bundles: [], ignored: [] });
  });

  it("refuses a root that is a file", async () => {
    await writeFile(join(root, "file"), "");
    await expect(scanRepository(join(root, "file"))).rejects.toThrow(FailedError);
  });

  it("looks past files, hidden folders, and versions that are no plain numbers", async () => {
    await publishPair(root, "pair", 1);
    await writeFile(join(root, "notes.txt"), "");
    await mkdir(join(root, "pair", ".staging-1"));
    for (const name of ["01", "1.5", "old"])
      await cp(join(root, "pair/1"), join(root, "pair", name), { recursive: true });
    await symlink(join(root, "nowhere"), join(root, "dangling"));
    const { bundles, ignored } = await scanRepository(root);
    expect(bundles.map((bundle) => bundle.version)).toEqual([1]);
    expect(ignored).toEqual([]);
  });

  it("follows links to folders, as mounted repositories have them", async () => {
    await publishPair(root, "pair", 1);
    await mkdir(join(root, "linked"));
    await symlink(join(root, "pair"), join(root, "linked/pair"));
    expect((await scanRepository(join(root, "linked"))).bundles).toHaveLength(1);
  });
});

describe("what is ignored, and why", () => {
  it("a version without a manifest", async () => {
    await mkdir(join(root, "pair/1"), { recursive: true });
    expect(await reason()).toMatchObject({ reason: expect.stringMatching(/no manifest.json/), damaged: false });
  });

  it("a version without its bundle file: half-written", async () => {
    await publishPair(root, "pair", 1);
    await rm(join(root, "pair/1/bundle.json"));
    expect(await reason()).toMatchObject({ reason: expect.stringMatching(/no bundle.json/), damaged: false });
  });

  it("a graph whose partner is missing, on both sides", async () => {
    await publishPair(root, "faces", 1, ["faces_encoder", "faces_decoder"]);
    await rm(join(root, "faces_encoder"), { recursive: true });
    expect((await reason()).reason).toMatch(/not whole: see version 1 of faces_encoder/);
    await publishPair(root, "faces", 2, ["faces_encoder", "faces_decoder"]);
    await rm(join(root, "faces_decoder"), { recursive: true });
    expect((await reason()).reason).toMatch(/faces_decoder\/2 is missing/);
  });

  it("a graph of another training", async () => {
    await publishPair(root, "faces", 1, ["faces_encoder", "faces_decoder"]);
    await edit("faces_decoder/1/manifest.json", (text) => text.replaceAll("faces-1", "faces-9"));
    const { ignored } = await scanRepository(root);
    expect(ignored.map((entry) => entry.reason).join()).toMatch(/another training/);
  });

  it("a manifest that was edited", async () => {
    await publishPair(root, "pair", 1);
    await edit("pair/1/manifest.json", (text) => text.replace('"test.accuracy": 0.75', '"test.accuracy": 0.99'));
    expect(await reason()).toMatchObject({
      reason: expect.stringMatching(/is not the one that was published/),
      damaged: true,
    });
  });

  it("a manifest that is no JSON, or of another format version", async () => {
    await publishPair(root, "pair", 1);
    await edit("pair/1/manifest.json", (text) => text.replace('"formatVersion": 1', '"formatVersion": 7'));
    expect((await reason()).reason).toMatch(/manifest.json, \/formatVersion: the manifest/);
    await writeFile(join(root, "pair/1/manifest.json"), "half a");
    expect((await reason()).reason).toMatch(/not valid JSON/);
  });

  it("a model file of another size, or none", async () => {
    await publishPair(root, "pair", 1);
    await writeFile(join(root, "pair/1/model.onnx"), "short");
    expect((await reason()).reason).toMatch(/has 5 bytes, the manifest says/);
    await rm(join(root, "pair/1/model.onnx"));
    expect((await reason()).reason).toMatch(/model file is missing/);
  });

  it("a folder that was copied to another number", async () => {
    await publishPair(root, "pair", 1);
    await cp(join(root, "pair/1"), join(root, "pair/2"), { recursive: true });
    const { bundles, ignored } = await scanRepository(root);
    expect(bundles.map((bundle) => bundle.version)).toEqual([1]);
    expect(ignored[0]?.reason).toMatch(/that of pair version 1, not of this folder/);
  });

  it("a manifest that points out of its folder", async () => {
    await publishPair(root, "pair", 1);
    await edit("pair/1/manifest.json", (text) => text.replace('"model.onnx"', '"../../../etc/passwd"'));
    expect((await reason()).reason).toMatch(/no plain file name/);
  });
});

describe("opening", () => {
  it("takes the highest version, or the one that is asked for", async () => {
    for (const version of [2, 10]) await publishPair(root, "pair", version);
    expect((await openBundle(root, "pair")).version).toBe(10);
    expect((await openBundle(root, "pair", 2)).version).toBe(2);
  });

  it("says what there is instead", async () => {
    const none = openBundle(root, "trend");
    await expect(none).rejects.toThrow(NotFoundError);
    await expect(none).rejects.toThrow(/Publish one with: kiln export trend/);
    await publishPair(root, "faces", 1, ["faces_encoder", "faces_decoder"]);
    await expect(openBundle(root, "faces", 3)).rejects.toThrow(/no version 3 of faces .*\nPublished: 1\./);
    await expect(openBundle(root, "faces_encoder")).rejects.toThrow(/is a graph of the model faces/);
  });

  it("says why a version that is there is not used", async () => {
    await publishPair(root, "pair", 1);
    await rm(join(root, "pair/1/bundle.json"));
    await expect(openBundle(root, "pair")).rejects.toThrow(/pair\/1 is ignored: .*no bundle.json/);
  });

  it("checks the model and the golden file before it hands them out", async () => {
    await publishPair(root, "pair", 1);
    const graph = (await openBundle(root, "pair")).graphs.pair;
    if (graph === undefined) throw new Error("the pair");
    expect((await readModel(graph)).byteLength).toBe(graph.manifest.file.bytes);
    expect((await readGolden(graph)).cases).toHaveLength(5);
    await edit("pair/1/golden.json", (text) => `${text} `);
    await expect(readGolden(graph)).rejects.toThrow(VerificationError);
    await writeFile(join(root, "pair/1/model.onnx"), Buffer.alloc(graph.manifest.file.bytes));
    await expect(readModel(graph)).rejects.toThrow(/not the file that was published/);
    await rm(join(root, "pair/1/model.onnx"));
    await expect(readModel(graph)).rejects.toThrow(InputError);
    await expect(readModel(graph, "fp16")).rejects.toThrow(/no variant "fp16"/);
  });
});
