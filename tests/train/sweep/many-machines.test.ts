/**
 * The whole command line as on many machines: coordinator, workers and trainings in processes of their own, killed at moments that
 * a seeded generator draws. What comes out is, bit for bit, what a sweep on one machine gives that nobody disturbs.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { type Running, start } from "../../e2e/kiln.js";
import { smallTable } from "../fixtures/table.js";
import { redisServer, TestRedis } from "./fixtures/redis.js";
import { startS3, type TestS3 } from "./fixtures/s3.js";

/** Small, but long enough to be killed in the middle, and with a checkpoint after every step. */
const settings = [
  ...["epochs=24", "batchSize=16", "window=7", "units=6", "plateauPatience=2", "checkpointSeconds=0"],
  "learnedBaselines=false",
];
const KILLS = 3;
const LOCK = ["--lock", "2000"];

const root = mkdtempSync(join(tmpdir(), "kiln-machines-"));
const table = join(root, "table.csv");

function sweepOf(seeds: string, out: string, ...more: string[]): string[] {
  const set = settings.flatMap((one) => ["--set", one]);
  return ["sweep", "trend", "--data", table, "--seeds", seeds, ...set, "--out", out, "--json", ...more];
}

/** What must not depend on how often a run was interrupted. */
function resultsIn(folder: string, run: string) {
  return Object.fromEntries(
    ["metrics.jsonl", "evaluation.json", "fitted.json", "summary.json"].map((name) => [
      name,
      readFileSync(join(folder, run, name), "utf8"),
    ]),
  );
}

describe.skipIf(redisServer === null)("a sweep on many machines (needs redis-server)", () => {
  const running = new Set<Running>();
  let redis: TestRedis;
  let s3: TestS3;

  function launch(name: string, argv: readonly string[], env = {}): Running {
    // A folder of its own, as on a machine of its own.
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    const command = start(folder, argv, env);
    running.add(command);
    command.ended.finally(() => running.delete(command)).catch(() => undefined);
    return command;
  }

  async function end(command: Running, signal: NodeJS.Signals): Promise<void> {
    command.process.kill(signal);
    await command.ended;
  }

  beforeAll(async () => {
    writeFileSync(table, smallTable());
    [redis, s3] = await Promise.all([TestRedis.start(), startS3()]);
    const local = await launch("local", sweepOf("1,2", join(root, "expected"), "--jobs", "2")).ended;
    expect(local.err).not.toContain("error");
    expect(local.code).toBe(0);
  });
  afterEach(async () => {
    await Promise.all([...running].map((command) => end(command, "SIGKILL")));
  });
  afterAll(async () => {
    await Promise.all([redis.remove(), s3.stop()]);
    rmSync(root, { recursive: true, force: true });
  });

  it("ends, however often workers are killed, with every run finished once and the same results", async () => {
    const random = Random.seeded(20, "kills");
    const artefacts = join(root, "artefacts");
    const shared = ["--queue", redis.url, "--artefacts", artefacts];
    const out = join(root, "killed");
    const coordinator = launch("coordinator", sweepOf("1,2", out, ...shared));
    const worker = (name: string) => ({
      name,
      ...launch(name, ["worker", ...shared, "--jobs", "1", ...LOCK, "--json"]),
    });
    const workers = ["a", "b"].map(worker);
    for (let kill = 0; kill < KILLS; kill++) {
      // Some worker in the middle of a training that has left something to take over.
      const from = random.between(0, 150);
      const isThere = workers.map(async (one, index) => {
        await one.event(({ event, step }) => event === "kept" && step >= from);
        return index;
      });
      const victim = await Promise.race([Promise.any(isThere), coordinator.ended.then(() => null)]);
      if (victim === null) break;
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 150)));
      await end(workers[victim] as Running, "SIGKILL");
      workers[victim] = worker(`${victim}-${kill}`);
    }
    const { code, events, err } = await coordinator.ended;
    expect(err).not.toContain("error");
    expect(code).toBe(0);
    const runs: { outcome: string }[] = events.find(({ event }) => event === "result")?.runs ?? [];
    const outcomes = runs.map(({ outcome }) => outcome);
    expect(outcomes).toHaveLength(2);
    // At least one was taken over in the middle, or the kills have proved nothing.
    expect(outcomes).toContain("resumed");
    expect(outcomes).not.toContain("failed");
    for (const run of ["seed-1", "seed-2"]) {
      expect(resultsIn(out, run)).toEqual(resultsIn(join(root, "expected"), run));
      const [sweep = ""] = readdirSync(artefacts);
      expect(readdirSync(join(artefacts, sweep, run)).filter((name) => name === "finished.json")).toHaveLength(1);
    }
    // Workers that are asked to stop do, and leave nothing of their own.
    for (const { name, process: child, ended } of workers) {
      child.kill("SIGTERM");
      expect((await ended).code).toBe(0);
      expect(readdirSync(join(root, name, ".kiln", "worker"))).toEqual([]);
    }
  });

  it("keeps everything in an S3-compatible store, and survives coordinator and worker together", async () => {
    const shared = ["--queue", redis.url, "--artefacts", `s3://${s3.bucket}/sweeps`];
    const out = join(root, "from-s3");
    const launchBoth = (time: string) => [
      launch(`coordinator-${time}`, sweepOf("2", out, ...shared), s3.env),
      launch(`worker-${time}`, ["worker", ...shared, "--jobs", "1", ...LOCK, "--json"], s3.env),
    ];
    const [coordinator, worker] = launchBoth("before") as [Running, Running];
    await worker.event(({ event }) => event === "kept");
    await Promise.all([end(coordinator, "SIGKILL"), end(worker, "SIGKILL")]);
    const [again] = launchBoth("after") as [Running, Running];
    const { code, events } = await again.ended;
    expect(code).toBe(0);
    const runs = events.find(({ event }) => event === "result")?.runs;
    expect(runs).toMatchObject([{ name: "seed-2", outcome: "resumed" }]);
    expect(resultsIn(out, "seed-2")).toEqual(resultsIn(join(root, "expected"), "seed-2"));
  });
});
