/** What machines share of a run: kept checkpoints, one result, whoever was first; in a folder and in an S3-compatible store. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { UnavailableError, UsageError } from "../../../core/errors.js";
import { RunArchive } from "../../../train/sweep/artefacts/archive.js";
import { type Blobs, openBlobs } from "../../../train/sweep/artefacts/blobs.js";
import { startS3, type TestS3 } from "./fixtures/s3.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-artefacts-"));
let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
  for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const fresh = () => join(folder, String(count++));
const text = (words: string) => new TextEncoder().encode(words);

/** A run directory at a step, with what must not travel. */
function runAt(step: number, directory = fresh()): string {
  mkdirSync(join(directory, "checkpoints"), { recursive: true });
  writeFileSync(join(directory, "config.json"), "{}");
  writeFileSync(join(directory, "metrics.jsonl"), "line\n".repeat(step));
  writeFileSync(join(directory, "lock.json"), "here");
  writeFileSync(join(directory, ".writing-status.json"), "half");
  const name = `step-${String(step).padStart(8, "0")}.safetensors`;
  writeFileSync(join(directory, "checkpoints", name), `weights ${step}`);
  return directory;
}

describe.each([
  ["a folder", () => openBlobs(fresh())],
  ["an S3-compatible store", () => openBlobs(`s3://${s3.bucket}/runs/${count++}`, s3.env)],
])("in %s", (_, open: () => Promise<Blobs>) => {
  it("pieces are written, replaced, listed and removed", async () => {
    const blobs = await open();
    await blobs.put("a/b/one", text("1"));
    await blobs.put("a/b/one", text("one"));
    await blobs.put("a/c", text("c"));
    expect(Buffer.from((await blobs.get("a/b/one")) ?? []).toString()).toBe("one");
    expect(await blobs.get("a/b")).toBeNull();
    expect((await blobs.list("a/")).sort()).toEqual(["a/b/one", "a/c"]);
    expect(await blobs.list("a/b/")).toEqual(["a/b/one"]);
    expect(await blobs.list("nothing/")).toEqual([]);
    await blobs.remove(["a/c", "a/not-there"]);
    expect(await blobs.list("a/")).toEqual(["a/b/one"]);
  });

  it("what is there is not written as new", async () => {
    const blobs = await open();
    expect(await blobs.putNew("x/mark", text("first"))).toBe(true);
    expect(await blobs.putNew("x/mark", text("second"))).toBe(false);
    expect(Buffer.from((await blobs.get("x/mark")) ?? []).toString()).toBe("first");
  });

  it("a checkpoint is taken over by another attempt, from whichever came furthest", async () => {
    const archive = new RunArchive(await open(), "sweep", "run");
    const here = fresh();
    expect(await archive.restore(here)).toBeNull();
    const [first, second] = [archive.attempt("1-a", null), archive.attempt("2-b", null)];
    expect(await second.save(runAt(7))).toBe(7);
    const run = runAt(3);
    expect(await first.save(run)).toBe(3);
    expect(await first.save(run)).toBeNull();
    expect(await archive.restore(here)).toBe(7);
    expect(await first.save(runAt(9, run))).toBe(9);
    expect(await archive.restore(here)).toBe(9);
    expect(readFileSync(join(here, "checkpoints", "step-00000009.safetensors"), "utf8")).toBe("weights 9");
    expect(readFileSync(join(here, "metrics.jsonl"), "utf8")).toBe("line\n".repeat(9));
    for (const name of ["lock.json", ".writing-status.json", "checkpoints/step-00000003.safetensors"]) {
      expect(existsSync(join(here, name))).toBe(false);
    }
    // Restored at 9, an attempt keeps only what is newer.
    expect(await archive.attempt("3-c", 9).save(here)).toBeNull();
  });

  it("a checkpoint that was lost or damaged is passed over for the next best", async () => {
    const blobs = await open();
    const archive = new RunArchive(blobs, "sweep", "run");
    await archive.attempt("1-a", null).save(runAt(4));
    await archive.attempt("2-b", null).save(runAt(5));
    await archive.attempt("3-c", null).save(runAt(6));
    const filesOf = async (name: string) =>
      (await blobs.list(`sweep/run/${name}/`)).filter((key) => !key.endsWith(".json"));
    await blobs.remove(await filesOf("3-c"));
    for (const key of await filesOf("2-b")) await blobs.put(key, text("damaged"));
    const here = fresh();
    expect(await archive.restore(here)).toBe(4);
    expect(readFileSync(join(here, "metrics.jsonl"), "utf8")).toBe("line\n".repeat(4));
  });

  it("the first result stands, and nothing else is left", async () => {
    const blobs = await open();
    const archive = new RunArchive(blobs, "sweep", "run");
    const [first, second] = [archive.attempt("1-a", null), archive.attempt("2-b", null)];
    await first.save(runAt(2));
    await second.save(runAt(3));
    expect(await archive.isFinished()).toBe(false);
    expect(await archive.fetchFinished(fresh())).toBe(false);
    expect(await second.publish(runAt(4))).toBe(true);
    expect(await first.publish(runAt(5))).toBe(false);
    expect(await archive.isFinished()).toBe(true);
    const here = fresh();
    expect(await archive.fetchFinished(here)).toBe(true);
    expect(readFileSync(join(here, "checkpoints", "step-00000004.safetensors"), "utf8")).toBe("weights 4");
    const left = await blobs.list("sweep/");
    expect(left.filter((key) => key.includes("1-a"))).toEqual([]);
    // Three files, no manifest of the attempt, and the mark.
    expect(left).toHaveLength(4);
  });

  it("a manifest whose paths lead out of the run is refused", async () => {
    const blobs = await open();
    const manifest = { formatVersion: 1, attempt: "1-a", step: 1, files: [{ path: "../x", sha256: "0".repeat(64) }] };
    await blobs.put("sweep/run/finished.json", text(JSON.stringify(manifest)));
    await expect(new RunArchive(blobs, "sweep", "run").fetchFinished(fresh())).rejects.toThrow(/files\/0\/path/);
  });
});

it("of several that write a new piece into a folder at once, one is the first", async () => {
  const blobs = await openBlobs(fresh());
  const firsts = await Promise.all(Array.from({ length: 20 }, (_, i) => blobs.putNew("mark", text(String(i)))));
  expect(firsts.filter(Boolean)).toHaveLength(1);
  expect(Buffer.from((await blobs.get("mark")) ?? []).toString()).toBe(String(firsts.indexOf(true)));
});

it("places that are none, or do not answer, are told of", async () => {
  await expect(openBlobs("ftp://host/x")).rejects.toThrow(UsageError);
  await expect(openBlobs("s3:///x")).rejects.toThrow(/no place for artefacts/);
  const file = fresh();
  writeFileSync(file, "");
  await expect(openBlobs(file)).rejects.toThrow(UnavailableError);
  const nowhere = await openBlobs("s3://no-such-bucket/x", s3.env);
  await expect(nowhere.put("a", text("a"))).rejects.toThrow(/NoSuchBucket.*\nThe bucket must exist/s);
  await expect(nowhere.get("a")).rejects.toThrow(/NoSuchBucket/);
});
