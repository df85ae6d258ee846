/** `kiln runs --compare` and `--prune`. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { trendContract } from "../../models/trend/contract.js";
import { findRun } from "../../train/run/find.js";
import { lockRun } from "../../train/run/lock.js";
import { FakeHost } from "../fixtures/host.js";
import { ours } from "../fixtures/models.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-runs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

function made(name: string, status: string, hour: number, seed = 1, model = "trend"): string {
  const run = join(folder, model, name);
  mkdirSync(run, { recursive: true });
  const contract = { ...trendContract({ window: 7, label: "weekly" }), model };
  const config = { formatVersion: 1, model, preset: "demo", seed, data: null, mode: "captured" };
  const settings = { units: seed * 8 };
  writeFileSync(join(run, "config.json"), JSON.stringify({ ...config, settings, contracts: [contract] }));
  const updated = `2026-01-01T${String(hour).padStart(2, "0")}:00:00.000Z`;
  const state = { formatVersion: 1, status, step: 1, totalSteps: 1, epoch: 1, updated, message: "" };
  writeFileSync(join(run, "status.json"), JSON.stringify(state));
  const data = { source: "a table", simulated: false, sha256: String(seed).repeat(64), counts: {} };
  const summary = { run: name, preset: "demo", seed, steps: 1, epochs: 1, finished: true, data };
  writeFileSync(
    join(run, "summary.json"),
    JSON.stringify({ ...summary, metrics: { "test.mcc": seed / 10 }, remarks: [] }),
  );
  const environment = { versions: {}, commit: null, cpu: { model: "c", cores: 2, features: [] }, threads: 1, data };
  writeFileSync(join(run, "environment.json"), JSON.stringify(environment));
  return run;
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("damaged runs", () => {
  it("are listed with what is wrong, beside the others, and never pruned", async () => {
    const good = made("good", "finished", 1);
    const old = made("old", "finished", 2);
    writeFileSync(join(old, "config.json"), JSON.stringify({ formatVersion: 9, model: "trend" }));
    rmSync(join(made("half", "finished", 3), "config.json"));
    rmSync(join(made("bare", "finished", 4), "summary.json"));
    mkdirSync(join(folder, "trend", "empty"));
    symlinkSync("/nowhere/at/all", join(folder, "trend", "dangling"));
    symlinkSync("circle", join(folder, "trend", "circle"));
    writeFileSync(join(folder, "trend", "stray"), "no run");
    mkdirSync(join(folder, "trend", "notes"));
    writeFileSync(join(folder, "trend", "notes", "todo.txt"), "no run either");
    const { code, out, err } = await kiln("runs", "--runs", folder);
    expect(code).toBe(0);
    expect(out).toContain(good);
    expect(out.match(/damaged/g)).toHaveLength(4);
    expect(err).toMatch(/old: config\.json is of format version 9, and this Kiln knows 1/);
    expect(err).toMatch(/half: config\.json is missing/);
    expect(err).toMatch(/bare: summary\.json is missing/);
    expect(err).toMatch(/empty: the folder is empty/);
    expect(out + err).not.toMatch(/dangling|circle|stray|notes/);
    expect((await kiln("runs", "--prune", "--keep", "0", "--runs", folder)).out).not.toMatch(/old|half|bare|empty/);
  });
});

describe("a list", () => {
  const paths = (out: string) => {
    const lines = out.trim().split("\n");
    return lines.map((line) => (JSON.parse(line) as { run?: string }).run).filter((run) => run !== undefined);
  };

  it("finds runs directly below the folder, in their model's, and in sweeps, newest first", async () => {
    const direct = made("first", "finished", 1, 1, "trend");
    renameSync(direct, join(folder, "first"));
    const usual = made("usual", "finished", 2);
    const swept = made("units-3", "finished", 3, 1, "sweeps/mine");
    writeFileSync(join(folder, "sweeps", "mine", "sweep.json"), "{}");
    // Neither a run nor a place of runs.
    mkdirSync(join(folder, "photos", "deep", "units-3"), { recursive: true });
    writeFileSync(join(folder, "photos", "config.json"), "{}");
    const config = JSON.parse(readFileSync(join(swept, "config.json"), "utf8"));
    const { contracts } = JSON.parse(readFileSync(join(usual, "config.json"), "utf8"));
    writeFileSync(join(swept, "config.json"), JSON.stringify({ ...config, model: "trend", contracts }));
    const all = await kiln("runs", "--json", "--runs", folder);
    expect(paths(all.out)).toEqual([swept, usual, join(folder, "first")]);
    expect(all.err).toBe("");
    expect(paths((await kiln("runs", "trend", "--json", "--runs", folder)).out)).toHaveLength(3);
    expect((await kiln("runs", "faces", "--runs", folder)).out).toContain("No runs in");
    expect(paths((await kiln("runs", "--json", "--runs", join(folder, "sweeps", "mine"))).out)).toEqual([swept]);
    // A sweep that lacks a run is no sweep any more, and the newest run of a model is none of a sweep's.
    expect((await kiln("runs", "--prune", "--keep", "0", "--runs", folder)).out).not.toContain("units-3");
    expect(await findRun("trend", { runs: folder })).toBe(usual);
  });
});

describe("--compare", () => {
  it("shows settings and data that differ, and the final figures", async () => {
    const [a, b] = [made("a", "finished", 1, 1), made("b", "finished", 2, 2)];
    const { code, out } = await kiln("runs", "--compare", a, b);
    expect(code).toBe(0);
    expect(out).toMatch(/units\s+8\s+16/);
    expect(out).toMatch(/data, SHA-256\s+1{12}\s+2{12}/);
    expect(out).toMatch(/test\.mcc\s+0\.1\s+0\.2/);
    // What is the same is not said.
    expect(out).not.toMatch(/preset|threads/);
  });

  it("refuses runs of two models", async () => {
    const other = made("c", "finished", 3, 1, "faces");
    expect(await kiln("runs", "--compare", made("a", "finished", 1), other)).toMatchObject({
      code: 3,
      err: expect.stringContaining("their figures cannot be compared"),
    });
  });
});

describe("--prune", () => {
  it("lists old and failed runs, and removes nothing before it is told to", async () => {
    const old = made("old", "finished", 1);
    const failed = made("failed", "failed", 2);
    const waiting = made("waiting", "interrupted", 3);
    const kept = made("kept", "finished", 4);
    const newest = made("newest", "failed", 5);
    const listed = await kiln("runs", "--prune", "--keep", "1", "--runs", folder);
    expect(listed.out).toContain(old);
    expect(listed.out).toContain(failed);
    expect(listed.out).toContain("--yes");
    for (const run of [waiting, kept, newest]) expect(listed.out).not.toContain(run);
    expect([old, failed, waiting, kept, newest].every(existsSync)).toBe(true);

    await kiln("runs", "--prune", "--keep", "1", "--yes", "--runs", folder);
    expect([old, failed].some(existsSync)).toBe(false);
    expect([waiting, kept, newest].every(existsSync)).toBe(true);
    expect((await kiln("runs", "--prune", "--keep", "1", "--runs", folder)).out).toContain("nothing to remove");
  });

  it("leaves a run that a training has taken since it was listed", async () => {
    const failed = made("failed", "failed", 1);
    made("kept", "finished", 2);
    const lock = lockRun(failed);
    const { code, out, err } = await kiln("runs", "--prune", "--yes", "--runs", folder);
    expect(code).toBe(0);
    expect(err).toMatch(/failed stays: process \d+ is training in this run directory/);
    expect(out).toContain("nothing to remove");
    expect(existsSync(join(failed, "config.json"))).toBe(true);
    lock.release();
    await kiln("runs", "--prune", "--yes", "--runs", folder);
    expect(existsSync(failed)).toBe(false);
  });
});
