import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { restoreError } from "../../core/carried-error.js";
import { InputError, VerificationError } from "../../core/errors.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";
import { Backoff } from "../../serve/executor/backoff.js";
import { BusyError } from "../../serve/executor/busy-error.js";
import { DeadlineError } from "../../serve/executor/deadline-error.js";
import { Executor } from "../../serve/executor/executor.js";
import { ExecutorDied } from "../../serve/executor/executor-died.js";
import { Loader } from "../../serve/executor/loader.js";
import { graphKey, type KeyedGraph } from "../../serve/executor/messages.js";
import { ExecutorPool, type PoolLimits } from "../../serve/executor/pool.js";
import type { PoolEvent } from "../../serve/executor/pool-event.js";
import { scanRepository } from "../../store/scan.js";
import { type PublishOptions, publish } from "./support/publish.js";
import { emptyRepository } from "./support/running.js";

const feeds: Tensors = {
  a: makeTensor("float32", [1, 3], Float32Array.of(1, 2, 3)),
  index: makeTensor("int32", [1, 1], Int32Array.of(1)),
};

async function published(options: PublishOptions = {}): Promise<KeyedGraph[]> {
  const root = await emptyRepository();
  await publish(root, options);
  const { bundles } = await scanRepository(root);
  return bundles.flatMap(({ graphs }) => Object.values(graphs).map((graph) => ({ key: graphKey(graph), graph })));
}

/** One caller's rows, alone. */
async function runAlone(executor: Executor, key: string, given: Tensors, limit: number): Promise<Tensors> {
  const { parts, faults } = await executor.run({ key, rows: [1], feeds: given }, limit);
  for (const [, fault] of faults) throw restoreError(fault);
  return parts[0]?.outputs ?? {};
}

async function startExecutor(): Promise<Executor> {
  const executor = await Executor.start();
  onTestFinished(() => executor.end());
  return executor;
}

/** A pool whose events can be waited for. */
async function startPool(limits: Partial<PoolLimits> = {}) {
  const events: PoolEvent[] = [];
  const emitter = new EventTarget();
  const pool = await ExecutorPool.start(
    [{ name: "pair", graphs: await published() }],
    { executors: 1, queue: 4, maxBatch: 64, runDeadline: 20_000, healthInterval: 60_000, ...limits },
    (event) => {
      events.push(event);
      emitter.dispatchEvent(new Event(event.kind));
    },
  );
  onTestFinished(() => pool.close());
  return { pool, events, next: (kind: PoolEvent["kind"]) => once(emitter, kind) };
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) throw new Error("there is no such process");
  process.kill(pid, name);
}

function alive(pid: number | undefined): boolean {
  try {
    signal(pid, 0 as unknown as NodeJS.Signals);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

describe("an executor process", () => {
  test("runs what it has loaded and hands errors over with their class", async () => {
    const executor = await startExecutor();
    await executor.load(await published());
    const { sum, copy } = await runAlone(executor, "pair@1", feeds, 10_000);
    expect([...(sum?.data ?? [])]).toEqual([2, 4, 6]);
    expect(copy).toEqual({ type: "int32", dims: [1, 1], data: Int32Array.of(1) });
    const wrong = { ...feeds, index: makeTensor("int32", [1, 1], Int32Array.of(9)) };
    const failure = runAlone(executor, "pair@1", wrong, 10_000);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toMatchObject({ where: { field: "index" }, reason: /outside 0 to 6/ });
    await expect(runAlone(executor, "other@1", feeds, 10_000)).rejects.toThrow("this executor has not loaded other@1");
  });

  test.each([
    ["golden outputs that are not what the graph says", { goldenError: 1e-3 }, /does not answer as it did/],
    ["a file that is no model", { bytes: new TextEncoder().encode("no model") }, /onnxruntime cannot load pair/],
  ])("refuses %s, and holds nothing of it", async (_, options, message) => {
    const executor = await startExecutor();
    await expect(executor.load(await published(options))).rejects.toThrow(message);
    await expect(runAlone(executor, "pair@1", feeds, 10_000)).rejects.toThrow(/has not loaded/);
    await executor.load(await published());
    expect((await runAlone(executor, "pair@1", feeds, 10_000)).sum?.data[0]).toBe(2);
  });

  test("refuses a model that is not the published file", async () => {
    const executor = await startExecutor();
    const [first] = await published();
    if (first === undefined) throw new Error("nothing was published");
    const manifest = { ...first.graph.manifest, file: { ...first.graph.manifest.file, sha256: "0".repeat(64) } };
    const changed = { ...first, graph: { ...first.graph, manifest } };
    await expect(executor.load([changed])).rejects.toThrow(VerificationError);
  });

  test("that is killed fails those who wait, and says how it ended", async () => {
    const executor = await startExecutor();
    await executor.load(await published());
    signal(executor.pid, "SIGSTOP");
    const run = runAlone(executor, "pair@1", feeds, 10_000);
    signal(executor.pid, "SIGKILL");
    await expect(run).rejects.toThrow(ExecutorDied);
    expect(await executor.exited).toBe("was killed by SIGKILL");
    expect(executor.alive).toBe(false);
    await expect(runAlone(executor, "pair@1", feeds, 10_000)).rejects.toThrow(ExecutorDied);
  });

  test("that hangs is killed at the deadline", async () => {
    const executor = await startExecutor();
    await executor.load(await published());
    signal(executor.pid, "SIGSTOP");
    await expect(runAlone(executor, "pair@1", feeds, 100)).rejects.toThrow(ExecutorDied);
    expect(executor.hung).toBe(true);
    expect(await executor.exited).toBe("gave no answer within 0.1 s and was killed");
  });

  test("leaves SIGINT and SIGTERM to the server", async () => {
    const executor = await startExecutor();
    await executor.load(await published());
    signal(executor.pid, "SIGINT");
    signal(executor.pid, "SIGTERM");
    expect((await runAlone(executor, "pair@1", feeds, 10_000)).sum?.data[0]).toBe(2);
  });

  test("is gone after `end`", async () => {
    const executor = await Executor.start();
    const { pid } = executor;
    await executor.end();
    expect(alive(pid)).toBe(false);
  });
});

describe("a loader", () => {
  test("survives a bundle that takes the process down, and keeps what had passed", async () => {
    const loader = await Loader.start();
    const pair = await published();
    await loader.load(pair);
    const victim = loader.release().executor;
    const loading = loader.load(await published({ model: "twins", graphs: ["twins_left", "twins_right"] }));
    victim.kill("was killed by the test");
    await expect(loading).rejects.toThrow("loading it ended the process: the executor was killed by the test");
    const { executor } = loader.release();
    expect(executor).not.toBe(victim);
    expect((await runAlone(executor, "pair@1", feeds, 10_000)).sum?.data[0]).toBe(2);
    await loader.discard();
  });
});

describe("a pool", () => {
  test("brings a killed executor back and tries its job once more", async () => {
    const { pool, events } = await startPool();
    const [first] = pool.pids;
    signal(first, "SIGSTOP");
    const answer = pool.infer("pair@1", feeds);
    signal(first, "SIGKILL");
    expect([...((await answer).sum?.data ?? [])]).toEqual([2, 4, 6]);
    expect(pool.pids).toHaveLength(1);
    expect(pool.pids).not.toContain(first);
    expect(events.map(({ kind }) => kind)).toEqual(["ready", "died", "ready"]);
  });

  test("gives a job up that two executors died of", async () => {
    const { pool, next } = await startPool({ executors: 2 });
    const pids = pool.pids;
    for (const pid of pids) signal(pid, "SIGSTOP");
    const answer = pool.infer("pair@1", feeds);
    // Jobs go to the first free executor, in the order in which they were started.
    const died = next("died");
    signal(pids[0], "SIGKILL");
    await died;
    signal(pids[1], "SIGKILL");
    await expect(answer).rejects.toThrow(ExecutorDied);
    expect([...((await pool.infer("pair@1", feeds)).sum?.data ?? [])]).toEqual([2, 4, 6]);
  });

  test("kills an executor that hangs: that job fails, the ones behind it are answered", async () => {
    const { pool } = await startPool({ runDeadline: 1_000 });
    const [first] = pool.pids;
    signal(first, "SIGSTOP");
    const hung = pool.infer("pair@1", feeds);
    const behind = pool.infer("pair@1", feeds);
    await expect(hung).rejects.toThrow(DeadlineError);
    expect((await behind).sum?.data[0]).toBe(2);
    expect(alive(first)).toBe(false);
  });

  test("finds an idle executor that has gone silent", async () => {
    const { pool, next } = await startPool({ healthInterval: 100 });
    const [first] = pool.pids;
    const died = next("died");
    signal(first, "SIGSTOP");
    await died;
    expect(alive(first)).toBe(false);
    expect((await pool.infer("pair@1", feeds)).sum?.data[0]).toBe(2);
  });

  test("refuses what does not fit into its queue, and takes abandoned jobs out", async () => {
    const { pool } = await startPool({ queue: 2 });
    const [pid] = pool.pids;
    signal(pid, "SIGSTOP");
    const running = pool.infer("pair@1", feeds);
    const leaving = new AbortController();
    const abandoned = pool.infer("pair@1", feeds, leaving.signal);
    const waiting = pool.infer("pair@1", feeds);
    await expect(pool.infer("pair@1", feeds)).rejects.toThrow(BusyError);
    expect(pool.waiting).toBe(2);
    leaving.abort(new Error("gone"));
    await expect(abandoned).rejects.toThrow("gone");
    expect(pool.waiting).toBe(1);
    const inItsPlace = pool.infer("pair@1", feeds);
    signal(pid, "SIGCONT");
    for (const answer of [running, waiting, inItsPlace]) expect((await answer).sum?.data[0]).toBe(2);
    expect(pool.pids).toEqual([pid]);
  });

  test("does not begin a job that was abandoned before it came", async () => {
    const { pool } = await startPool();
    await expect(pool.infer("pair@1", feeds, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    expect(pool.waiting).toBe(0);
  });

  test("refuses those who wait when it closes, and leaves no process", async () => {
    const { pool } = await startPool({ executors: 2 });
    const { pids } = pool;
    for (const pid of pids) signal(pid, "SIGSTOP");
    const jobs = Promise.allSettled([1, 2, 3].map(() => pool.infer("pair@1", feeds)));
    const closed = pool.close();
    expect((await jobs).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await closed;
    expect(pids.map(alive)).toEqual([false, false]);
    await expect(pool.infer("pair@1", feeds)).rejects.toThrow("the server is shutting down");
  });

  test("does not start when its graphs cannot be loaded", async () => {
    const models = [{ name: "pair", graphs: await published({ goldenError: 1 }) }];
    const limits = { executors: 2, queue: 4, maxBatch: 64, runDeadline: 1000, healthInterval: 60_000 };
    await expect(ExecutorPool.start(models, limits, () => undefined)).rejects.toThrow(VerificationError);
  });
});

test("waits between restarts grow to ten seconds and shrink when all is well", () => {
  const backoff = new Backoff();
  const waits = Array.from({ length: 10 }, () => backoff.next());
  expect(waits).toEqual([0, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  backoff.reset();
  expect(backoff.next()).toBe(0);
});
