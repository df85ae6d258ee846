import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FailedError } from "../../core/errors.js";
import { nextVersion, publish } from "../../export/publish/publish.js";
import { openStaging } from "../../export/publish/staging.js";
import { sha256 } from "../../store/checksum.js";
import { scanRepository } from "../../store/scan.js";
import { pairContracts, pairFiles, publishPair } from "../store/pair.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kiln-publish-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const graphs = ["faces_encoder", "faces_decoder"];

/** What a killed export leaves: its staging folder, and the second graph renamed into place already. */
async function killedExport(pid: number, start?: string): Promise<string> {
  const [encoder, decoder] = pairFiles(pairContracts("faces", graphs), 1);
  const sums = [encoder, decoder].map((files) => sha256(files?.files["manifest.json"] ?? ""));
  const staging = await openStaging(root, "faces_encoder", [
    { path: "faces_encoder/1", manifest: sums[0] ?? "" },
    { path: "faces_decoder/1", manifest: sums[1] ?? "" },
  ]);
  const owner = JSON.parse(await readFile(join(staging, "owner.json"), "utf8"));
  expect(owner).toMatchObject({ pid: process.pid, host: hostname() });
  await writeFile(
    join(staging, "owner.json"),
    JSON.stringify({ ...owner, pid, ...(start === undefined ? {} : { start }) }),
  );
  await mkdir(join(root, "faces_decoder/1"), { recursive: true });
  for (const [name, content] of Object.entries(decoder?.files ?? {})) {
    await writeFile(join(root, "faces_decoder/1", name), content);
  }
  return staging;
}

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("publishing", () => {
  it("leaves the version and nothing else", async () => {
    expect(await publishPair(root, "pair", 1)).toBe(true);
    expect(await readdir(root)).toEqual(["pair"]);
    expect(await readdir(join(root, "pair"))).toEqual(["1"]);
  });

  it("never touches a version that is there", async () => {
    await publishPair(root, "pair", 1);
    const before = await readFile(join(root, "pair/1/manifest.json"));
    expect(await publishPair(root, "pair", 1)).toBe(false);
    expect(await readFile(join(root, "pair/1/manifest.json"))).toEqual(before);
    expect(await readdir(join(root, "pair"))).toEqual(["1"]);
  });

  it("gives the number only to one of many exports, and the others change nothing", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => publishPair(root, "faces", 1, graphs)));
    expect(answers.filter((published) => published)).toHaveLength(1);
    expect(await scanRepository(root)).toMatchObject({ bundles: [{ model: "faces", version: 1 }], ignored: [] });
    for (const graph of graphs) expect(await readdir(join(root, graph))).toEqual(["1"]);
  });

  it("takes back the first graph when the second one's number is taken", async () => {
    await mkdir(join(root, "faces_encoder/1/somebody"), { recursive: true });
    expect(await publishPair(root, "faces", 1, graphs)).toBe(false);
    expect(await readdir(join(root, "faces_decoder"))).toEqual([]);
    expect(await readdir(join(root, "faces_encoder/1"))).toEqual(["somebody"]);
  });

  it("counts on from the highest version of any graph, broken ones too", async () => {
    expect(await nextVersion(root, graphs)).toBe(1);
    await publishPair(root, "faces", 1, graphs);
    await mkdir(join(root, "faces_decoder/7"));
    expect(await nextVersion(root, graphs)).toBe(8);
  });

  it("says that the repository cannot be written", async () => {
    await writeFile(join(root, "pair"), "a file where the folder should be");
    const publishing = publishPair(root, "pair", 1);
    await expect(publishing).rejects.toThrow(FailedError);
    await expect(publishing).rejects.toThrow(/cannot be written.*\nNothing was published/);
  });
});

describe("what a killed export leaves", () => {
  it("is never seen, and is undone by the next one", async () => {
    const staging = await killedExport(await deadProcess());
    expect((await scanRepository(root)).bundles).toEqual([]);
    expect(await publishPair(root, "faces", 2, graphs)).toBe(true);
    await expect(readdir(staging)).rejects.toThrow(/ENOENT/);
    expect(await readdir(join(root, "faces_encoder"))).toEqual(["2"]);
    expect(await readdir(join(root, "faces_decoder"))).toEqual(["2"]);
  });

  it("stays while its process lives", async () => {
    const staging = await killedExport(process.pid);
    await publishPair(root, "faces", 2, graphs);
    expect(await readdir(staging)).toEqual(["owner.json"]);
    expect(await readdir(join(root, "faces_decoder"))).toEqual(["1", "2"]);
  });

  it("goes when another process has its number by now", async () => {
    const staging = await killedExport(process.pid, "a start of long ago");
    await publishPair(root, "faces", 2, graphs);
    await expect(readdir(staging)).rejects.toThrow(/ENOENT/);
    expect(await readdir(join(root, "faces_decoder"))).toEqual(["2"]);
  });

  it("goes after an hour, whoever's it was", async () => {
    const staging = await killedExport(process.pid);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(staging, longAgo, longAgo);
    await publishPair(root, "faces", 2, graphs);
    await expect(readdir(staging)).rejects.toThrow(/ENOENT/);
  });

  it("does not take another export's version with it", async () => {
    const staging = await killedExport(await deadProcess());
    await writeFile(join(root, "faces_decoder/1/manifest.json"), "another export's");
    await publish(root, 2, pairFiles(pairContracts("faces", graphs), 2));
    await expect(readdir(staging)).rejects.toThrow(/ENOENT/);
    expect(await readdir(join(root, "faces_decoder"))).toEqual(["1", "2"]);
  });

  it("even when it was killed before it wrote whose it is", async () => {
    const staging = join(root, "faces_encoder/.staging-x");
    await mkdir(staging, { recursive: true });
    await writeFile(join(staging, "owner.json"), '{"pid"');
    await publishPair(root, "faces", 1, graphs);
    expect(await readdir(join(root, "faces_encoder"))).toEqual([".staging-x", "1"]);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(staging, longAgo, longAgo);
    await publishPair(root, "faces", 2, graphs);
    expect(await readdir(join(root, "faces_encoder"))).toEqual(["1", "2"]);
  });
});
