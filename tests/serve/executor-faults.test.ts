/** Executors that die, hang, are stopped, run out of memory or meet damaged files, while requests wait for them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { InputError } from "../../core/errors.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";
import { DeadlineError } from "../../serve/executor/deadline-error.js";
import { graphKey } from "../../serve/executor/messages.js";
import { ExecutorPool, type PoolLimits } from "../../serve/executor/pool.js";
import { scanRepository } from "../../store/scan.js";
import { type PairTwist, pairModel } from "../fixtures/onnx.js";
import { publish } from "./support/publish.js";
import { emptyRepository, keepingReporter, post, startServer } from "./support/running.js";

/** Larger than a loop can count, or memory hold. */
const ENDLESS = 1e12;

function feedsOf(values: readonly number[], index = 1): Tensors {
  return {
    a: makeTensor("float32", [values.length, 3], Float32Array.from(values.flatMap((value) => [value, value, value]))),
    index: makeTensor("int32", [values.length, 1], new Int32Array(values.length).fill(index)),
  };
}

async function startPool(limits: Partial<PoolLimits> = {}, twist: PairTwist = {}): Promise<ExecutorPool> {
  const root = await emptyRepository();
  await publish(root, { bytes: pairModel(twist) });
  await publish(root, { model: "twins", graphs: ["twins_left", "twins_right"] });
  const { bundles } = await scanRepository(root);
  const models = bundles.map(({ model, graphs }) => ({
    name: model,
    graphs: Object.values(graphs).map((graph) => ({ key: graphKey(graph), graph })),
  }));
  const defaults = { executors: 1, queue: 200, maxBatch: 64, runDeadline: 20_000, healthInterval: 60_000 };
  const pool = await ExecutorPool.start(models, { ...defaults, ...limits }, () => undefined);
  onTestFinished(() => pool.close());
  return pool;
}

function signal(pid: number | undefined, name: NodeJS.Signals | 0): boolean {
  if (pid === undefined) throw new Error("there is no such process");
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

const sums = (answer: Tensors) => [...(answer.sum?.data ?? [])];
const doubled = (values: readonly number[]) => values.flatMap((value) => [2 * value, 2 * value, 2 * value]);

describe("many callers at a time", () => {
  test("get what they would have got alone, each its own, and one with bad rows fails alone", async () => {
    const pool = await startPool();
    const [pid] = pool.pids;
    signal(pid, "SIGSTOP");
    // One occupies the executor; the others wait together, of three graphs and different numbers of rows.
    const first = pool.infer("pair@1", feedsOf([0]));
    const stop = new AbortController();
    const callers = Array.from({ length: 60 }, (_, i) => {
      const key = ["pair@1", "twins_left@1", "twins_right@1"][i % 3] ?? "";
      const values = Array.from({ length: 1 + (i % 4) }, (_, row) => i + row / 10);
      const index = i === 30 ? 9 : i % 7;
      return {
        key,
        values,
        index,
        answer: pool.infer(key, feedsOf(values, index), i === 33 ? stop.signal : undefined),
      };
    });
    const outcomes = Promise.allSettled(callers.map(({ answer }) => answer));
    stop.abort(new Error("gone"));
    expect(pool.waiting).toBe(59);
    signal(pid, "SIGCONT");
    expect(sums(await first)).toEqual([0, 0, 0]);
    for (const [i, outcome] of (await outcomes).entries()) {
      const { values, index } = callers[i] ?? { values: [], index: 0 };
      if (outcome.status === "rejected") {
        expect([i, outcome.reason.constructor]).toEqual(i === 33 ? [33, Error] : [30, InputError]);
        continue;
      }
      expect(sums(outcome.value)).toEqual(doubled(values.map(Math.fround)));
      expect([...(outcome.value.copy?.data ?? [])]).toEqual(values.map(() => index));
    }
    // The same, one after the other: the answers are those of runs alone.
    for (const { key, values, index, answer } of callers.slice(0, 6)) {
      expect(await pool.infer(key, feedsOf(values, index))).toEqual(await answer);
    }
    expect(pool.pids).toEqual([pid]);
  });

  test("lose nothing when their executor is killed, and are answered once", async () => {
    const pool = await startPool({ executors: 2 });
    const pids = pool.pids;
    for (const pid of pids) signal(pid, "SIGSTOP");
    const answers = Array.from({ length: 30 }, (_, i) => pool.infer("pair@1", feedsOf([i])));
    signal(pids[0], "SIGKILL");
    signal(pids[1], "SIGCONT");
    expect((await Promise.all(answers)).map(sums)).toEqual(Array.from({ length: 30 }, (_, i) => doubled([i])));
  });

  test("one whose rows never end is given up, the others of its batch are answered", async () => {
    const pool = await startPool({ runDeadline: 500 }, { loops: true });
    const [pid] = pool.pids;
    signal(pid, "SIGSTOP");
    const before = pool.infer("twins_left@1", feedsOf([1]));
    const answers = [3, ENDLESS, 4].map((value) => pool.infer("pair@1", feedsOf([value])));
    const outcomes = Promise.allSettled(answers);
    signal(pid, "SIGCONT");
    await before;
    const [first, endless, last] = await outcomes;
    expect(endless).toMatchObject({ status: "rejected", reason: expect.any(DeadlineError) });
    expect([first, last].map((one) => one?.status === "fulfilled" && sums(one.value))).toEqual([
      [6, 6, 6],
      [8, 8, 8],
    ]);
    expect(signal(pid, 0)).toBe(false);
  });

  test("one whose rows need more memory than there is fails alone, and the executor goes on", async () => {
    const pool = await startPool({}, { hoards: true });
    const [pid] = pool.pids;
    const outcomes = await Promise.allSettled([3, 1e15, 4].map((value) => pool.infer("pair@1", feedsOf([value]))));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(sums(await pool.infer("pair@1", feedsOf([5])))).toEqual([10, 10, 10]);
    expect(pool.pids).toEqual([pid]);
  });
});

describe("a server", () => {
  test("whose executor is stopped under load says so, replaces it within moments, and loses no request", async () => {
    const server = await startServer({ healthInterval: 50 });
    const [pid] = server.executorPids;
    signal(pid, "SIGSTOP");
    const answers = Array.from({ length: 20 }, (_, i) => post(`${server.url}/v1/pair/double`, { rows: [[i, i, i]] }));
    await vi.waitFor(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(503), { interval: 20 });
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(signal(pid, 0)).toBe(false);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test("leaves out a model whose file was damaged since, serves the others, and takes the version before", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"] });
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"], version: 2 });
    const reporter = keepingReporter();
    const server = await startServer({ repository, reporter });
    for (const file of ["pair/1", "twins_right/2"].map((folder) => join(repository, folder, "model.onnx"))) {
      const bytes = await readFile(file);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(file, bytes);
    }
    signal(server.executorPids[0], "SIGKILL");
    const ask = () => post(`${server.url}/v1/twins/both`, { row: [1, 2, 3] });
    // While it is found out, a request is answered or refused, and waits for nothing that cannot come.
    expect([200, 503]).toContain((await ask()).status);
    await vi.waitFor(() => expect(server.models).toEqual([{ name: "twins", version: 1 }]), { timeout: 10_000 });
    expect((await ask()).headers.get("X-Model")).toBe("twins@1");
    expect((await post(`${server.url}/v1/pair/double`, { rows: [[1, 2, 3]] })).status).toBe(404);
    expect(reporter.warnings).toContainEqual(expect.stringMatching(/^pair version 1 is refused: .*not the file that/));
    const index = await (await fetch(`${server.url}/v1/models`)).text();
    expect(index).toMatch(/"version":2,"state":"refused"/);
  });

  test("refuses at once what only a damaged model could answer", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const server = await startServer({ repository });
    await writeFile(join(repository, "pair", "1", "model.onnx"), "nothing");
    signal(server.executorPids[0], "SIGKILL");
    const ask = () => post(`${server.url}/v1/pair/double`, { rows: [[1, 2, 3]] });
    await vi.waitFor(async () => expect((await ask()).status).toBe(503), { timeout: 10_000 });
    const body = (await (await ask()).json()) as { detail: string };
    expect(body.detail).toBe("The published files of pair are damaged, and no executor has it any more.");
  });
});

test("executors end with a server that is killed, whatever they compute", async () => {
  const repository = await emptyRepository();
  await publish(repository, { bytes: pairModel({ loops: true }) });
  const script = fileURLToPath(new URL("support/serve-process.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, repository, "1000"], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { url, executors } = JSON.parse(line) as { url: string; executors: number[] };
  const asked = post(`${url}/v1/pair/double`, { rows: [[ENDLESS, 0, 0]] }).catch(() => undefined);
  const time = async () => (await readFile(`/proc/${executors[0]}/stat`, "utf8")).split(" ")[13];
  const before = await time();
  // It is at the endless run when it has used processor time for it.
  await vi.waitFor(async () => expect(Number(await time())).toBeGreaterThan(Number(before) + 5), { timeout: 10_000 });
  child.kill("SIGKILL");
  await asked;
  for (let i = 0; i < 100 && executors.some((pid) => signal(pid, 0)); i++) await delay(20);
  expect(executors.map((pid) => signal(pid, 0))).toEqual([false]);
});
