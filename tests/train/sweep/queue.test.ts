/** Sweeps over a real Redis, with trainings that only pretend: what is done once, taken over, given back and waited for. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Queue } from "bullmq";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { UnavailableError, UsageError } from "../../../core/errors.js";
import { type Reporter, silentReporter } from "../../../core/reporter.js";
import { RunArchive } from "../../../train/sweep/artefacts/archive.js";
import { type Blobs, openBlobs } from "../../../train/sweep/artefacts/blobs.js";
import { openSweep } from "../../../train/sweep/directory.js";
import { type Plan, planRuns } from "../../../train/sweep/plan.js";
import { coordinate } from "../../../train/sweep/queue/coordinate.js";
import { ATTEMPTS, jobOf, QUEUES_KEY } from "../../../train/sweep/queue/job.js";
import { connectRedis, type RedisLink } from "../../../train/sweep/queue/redis-link.js";
import { shareSweep } from "../../../train/sweep/queue/sweep-identity.js";
import { timingOf } from "../../../train/sweep/queue/timing.js";
import { work } from "../../../train/sweep/queue/work.js";
import { FakeTraining, logOf } from "./fixtures/fake-training.js";
import { freePort, redisServer, TestRedis } from "./fixtures/redis.js";

const root = mkdtempSync(join(tmpdir(), "kiln-queue-"));
let count = 0;
const fresh = () => join(root, String(count++));
const timing = timingOf(1_000);

function planOf(...seeds: number[]): Plan {
  return {
    formatVersion: 1,
    model: "trend",
    data: null,
    runs: planRuns([{ name: "", preset: null, set: [] }], [], seeds, []),
  };
}

/** Keeps what was said. */
class Words {
  readonly said: string[] = [];
  readonly reporter: Reporter = {
    ...silentReporter,
    note: (text) => this.said.push(text),
    warn: (text) => this.said.push(text),
  };

  count(pattern: RegExp): number {
    return this.said.filter((text) => pattern.test(text)).length;
  }
}

describe.skipIf(redisServer === null)("a sweep over a Redis (needs redis-server)", () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.start(true);
  });
  /** What a test has opened, ended in the reverse order. */
  const ends: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(async () => {
    await redis.remove();
    rmSync(root, { recursive: true, force: true });
  });

  async function link(reporter = silentReporter): Promise<RedisLink> {
    const opened = await connectRedis(redis.url, reporter);
    ends.push(() => opened.close());
    return opened;
  }

  /** Starts a worker; gives a function that stops it. */
  async function worker(blobs: Blobs, training: FakeTraining, options: { jobs?: number; words?: Words } = {}) {
    const stop = new AbortController();
    const reporter = options.words?.reporter ?? silentReporter;
    const working = work({
      link: await link(reporter),
      blobs,
      jobs: options.jobs ?? 1,
      scratch: fresh(),
      train: training.train,
      reporter,
      signal: stop.signal,
      timing,
    });
    const ended = async () => {
      stop.abort();
      await working;
    };
    ends.push(ended);
    return { stop: ended, working };
  }

  async function coordinator(blobs: Blobs, plan: Plan, folder = fresh(), words = new Words()) {
    const stop = new AbortController();
    ends.push(() => stop.abort(new Error("the test is over")));
    openSweep(folder, plan);
    const opened = await link(words.reporter);
    const results = coordinate({ plan, folder, link: opened, blobs, reporter: words.reporter, signal: stop.signal });
    results.catch(() => undefined);
    return { folder, results, stop, words };
  }

  const outcomes = async (results: ReturnType<typeof coordinate>) =>
    (await results).map(({ name, outcome }) => `${name} ${outcome}`);

  it("does each run once, on whatever worker is free, and brings all of them here", async () => {
    const blobs = await openBlobs(fresh());
    const training = new FakeTraining(4, 5);
    const { results, folder } = await coordinator(blobs, planOf(1, 2, 3, 4, 5));
    for (let i = 0; i < 3; i++) await worker(blobs, training);
    expect(await outcomes(results)).toEqual([1, 2, 3, 4, 5].map((seed) => `seed-${seed} trained`));
    expect(training.calls.map(({ run }) => run).sort()).toEqual([1, 2, 3, 4, 5].map((seed) => `seed-${seed}`));
    for (const seed of [1, 2, 3, 4, 5]) {
      const run = join(folder, `seed-${seed}`);
      expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toBe(logOf(seed, 4));
      expect(existsSync(join(run, "lock.json"))).toBe(false);
    }
    // Nothing is left on the Redis, and the same sweep again finds everything here.
    const opened = await link();
    // But what a worker's last look for stalled jobs may write: a mark that expires, and the length of a log that is gone.
    const left = (await opened.redis.keys("*")).filter((key) => !/:(stalled-check|meta)$/.test(key));
    expect(left).toEqual([]);
    const again = await coordinator(blobs, planOf(1, 2, 3, 4, 5), folder);
    expect(new Set((await again.results).map(({ outcome }) => outcome))).toEqual(new Set(["reused"]));
    expect(training.calls).toHaveLength(5);
  });

  it("a run that fails by itself is tried once, one whose process is killed a few times; the others go on", async () => {
    const blobs = await openBlobs(fresh());
    const training = new FakeTraining(2, 1, ({ run }) => {
      if (run.seed === 1) return { end: "failed", reason: "loss became NaN at step 3" };
      return run.seed === 2 ? { end: "died", reason: "was ended by SIGKILL" } : { end: "done" };
    });
    const { results } = await coordinator(blobs, planOf(1, 2, 3));
    await worker(blobs, training);
    const [failed, died, trained] = await results;
    expect(failed).toMatchObject({ outcome: "failed", error: { message: "loss became NaN at step 3" } });
    expect(died).toMatchObject({ outcome: "failed", error: { message: "was ended by SIGKILL" } });
    expect(trained).toMatchObject({ outcome: "trained" });
    const calls = (name: string) => training.calls.filter(({ run }) => run === name).length;
    expect([calls("seed-1"), calls("seed-2"), calls("seed-3")]).toEqual([1, ATTEMPTS, 1]);
  });

  it("a run that was finished by a delivery that nobody heard of is not trained again", async () => {
    const blobs = await openBlobs(fresh());
    const plan = planOf(7);
    const [run] = plan.runs;
    if (run === undefined) throw new Error("no run");
    const training = new FakeTraining(3, 1);
    const sweep = await shareSweep(blobs, plan);
    const directory = join(fresh(), run.name);
    const options = { resume: false, signal: new AbortController().signal, progress: () => undefined };
    const queue = new Queue(sweep.queue, { connection: (await link()).redis });
    ends.push(() => queue.close());
    // The job waits already when the run is finished.
    await queue.add("train", jobOf(plan, run), { jobId: run.name });
    await training.train(jobOf(plan, run), directory, options);
    await new RunArchive(blobs, sweep.folder, run.name).attempt("1-a", null).publish(directory);
    await (await link()).redis.zadd(QUEUES_KEY, 1, sweep.queue);
    await worker(blobs, training);
    for (let i = 0; i < 100 && !(await (await queue.getJob(run.name))?.isCompleted()); i++) await delay(50);
    expect((await queue.getJob(run.name))?.returnvalue).toEqual({ outcome: "reused" });
    expect(training.calls).toHaveLength(1);
    const { results } = await coordinator(blobs, plan);
    expect(await outcomes(results)).toEqual(["seed-7 reused"]);
  });

  it("a worker that has lost its lock stops, keeps its checkpoint, and the run goes on from there", async () => {
    const blobs = await openBlobs(fresh());
    const plan = planOf(8);
    const training = new FakeTraining(60, 25);
    const reached = training.reaches(5);
    const words = new Words();
    const { results, folder } = await coordinator(blobs, plan);
    await worker(blobs, training, { words });
    await reached;
    const { queue } = await shareSweep(blobs, plan);
    await (await link()).redis.set(`bull:${queue}:seed-8:lock`, "another", "PX", 1_000);
    expect(await outcomes(results)).toEqual(["seed-8 resumed"]);
    expect(words.count(/another worker's/)).toBe(1);
    expect(training.calls).toHaveLength(2);
    expect(training.calls[1]?.from).toBeGreaterThanOrEqual(5);
    expect(readFileSync(join(folder, "seed-8", "metrics.jsonl"), "utf8")).toBe(logOf(8, 60));
  });

  it("a worker that is stopped gives its run back, and another goes on with it", async () => {
    const blobs = await openBlobs(fresh());
    const training = new FakeTraining(40, 20);
    const reached = training.reaches(6);
    const words = new Words();
    const { results, folder } = await coordinator(blobs, planOf(9));
    const first = await worker(blobs, training, { words });
    await reached;
    await first.stop();
    expect(words.count(/seed-9: given back/)).toBe(1);
    const { queue } = await shareSweep(blobs, planOf(9));
    expect(await (await link()).redis.lrange(`bull:${queue}:wait`, 0, -1)).toEqual(["seed-9"]);
    await worker(blobs, training);
    expect(await outcomes(results)).toEqual(["seed-9 resumed"]);
    expect(training.calls[1]?.from).toBeGreaterThanOrEqual(6);
    expect(readFileSync(join(folder, "seed-9", "metrics.jsonl"), "utf8")).toBe(logOf(9, 40));
  });

  it("a coordinator that is stopped and started again waits on, and nothing is trained twice", async () => {
    const blobs = await openBlobs(fresh());
    const training = new FakeTraining(20, 20);
    const reached = training.reaches(3);
    const plan = planOf(1, 2, 3);
    const first = await coordinator(blobs, plan);
    await worker(blobs, training);
    await reached;
    first.stop.abort(new Error("killed"));
    await expect(first.results).rejects.toThrow("killed");
    const second = await coordinator(blobs, plan, first.folder);
    await second.results;
    expect(training.calls).toHaveLength(3);
    expect(readdirSync(first.folder).sort()).toEqual(["seed-1", "seed-2", "seed-3", "sweep.json"]);
  });

  it.each([
    ["comes back with all it knew", true],
    ["comes back empty", false],
  ])("a Redis that goes away and %s is waited for, and that is said once", async (_, keeps) => {
    const own = await TestRedis.start(keeps);
    ends.push(() => own.remove());
    const [shared, words] = [redis, [new Words(), new Words()] as const];
    redis = own;
    try {
      const blobs = await openBlobs(fresh());
      const training = new FakeTraining(30, 20);
      const reached = training.reaches(3);
      const { results } = await coordinator(blobs, planOf(1, 2, 3), fresh(), words[0]);
      await worker(blobs, training, { words: words[1] });
      await reached;
      await own.stop();
      // Longer than several tries to connect, and than the lock.
      await delay(1_500);
      for (const { said } of words) expect(said.filter((text) => /is gone/.test(text))).toHaveLength(1);
      await own.start();
      expect((await results).filter(({ outcome }) => outcome === "failed")).toEqual([]);
      for (const one of words) expect([one.count(/is gone/), one.count(/is back/)]).toEqual([1, 1]);
    } finally {
      redis = shared;
    }
  });

  it("a worker is stopped while Redis is gone, and says who will go on", async () => {
    const own = await TestRedis.start();
    ends.push(() => own.remove());
    const [shared, words] = [redis, new Words()];
    redis = own;
    try {
      const blobs = await openBlobs(fresh());
      const training = new FakeTraining(200, 20);
      const reached = training.reaches(3);
      await coordinator(blobs, planOf(1));
      const { stop } = await worker(blobs, training, { words });
      await reached;
      await own.stop();
      await stop();
      expect(words.count(/another worker takes the run over/)).toBe(1);
    } finally {
      redis = shared;
    }
  });

  it("several sweeps share a Redis; one whose artefacts are elsewhere is passed over, and that is said once", async () => {
    const [here, elsewhere] = [await openBlobs(fresh()), await openBlobs(fresh())];
    const training = new FakeTraining(2, 5);
    const words = new Words();
    // The same plan: what tells the two apart is where they keep what they make.
    const foreign = await coordinator(elsewhere, planOf(1, 2));
    const [one, two] = [await coordinator(here, planOf(1, 2)), await coordinator(here, planOf(3))];
    await worker(here, training, { jobs: 2, words });
    expect(await outcomes(one.results)).toEqual(["seed-1 trained", "seed-2 trained"]);
    expect(await outcomes(two.results)).toEqual(["seed-3 trained"]);
    expect(training.calls).toHaveLength(3);
    expect(words.count(/elsewhere/)).toBe(1);
    await worker(elsewhere, training);
    expect(await outcomes(foreign.results)).toEqual(["seed-1 trained", "seed-2 trained"]);
  });

  it("a job that is none of ours is refused, not run", async () => {
    const blobs = await openBlobs(fresh());
    const plan = planOf(1);
    const sweep = await shareSweep(blobs, plan);
    const queue = new Queue(sweep.queue, { connection: (await link()).redis });
    ends.push(() => queue.obliterate({ force: true }).then(() => queue.close()));
    const job = { ...jobOf(plan, { name: "..", preset: null, seed: 1, set: [] }) };
    await queue.add("train", job, { jobId: "odd" });
    await (await link()).redis.zadd(QUEUES_KEY, 1, sweep.queue);
    const training = new FakeTraining(2, 1);
    await worker(blobs, training);
    for (let i = 0; i < 100 && !(await (await queue.getJob("odd"))?.isFailed()); i++) await delay(50);
    expect((await queue.getJob("odd"))?.failedReason).toMatch(/run\/name.*is no name/);
    expect(training.calls).toEqual([]);
  });

  it("a worker whose artefacts stop working gives the run back, and ends with the reason", async () => {
    const blobs = await openBlobs(fresh());
    const training = new FakeTraining(3, 5);
    const { results } = await coordinator(blobs, planOf(4));
    const broken: Blobs = {
      place: blobs.place,
      get: (key) => blobs.get(key),
      list: (prefix) => blobs.list(prefix),
      put: () => Promise.reject(new UnavailableError("artefacts cannot be written: disk full")),
      putNew: () => Promise.reject(new UnavailableError("artefacts cannot be written: disk full")),
      remove: (keys) => blobs.remove(keys),
    };
    const words = new Words();
    const { working } = await worker(broken, training, { words });
    await expect(working).rejects.toThrow(/disk full/);
    ends.pop();
    await worker(blobs, training);
    expect(await outcomes(results)).toEqual(["seed-4 trained"]);
  });
});

describe("a Redis that does not answer", () => {
  it("is named, with what to do", async () => {
    const port = await freePort();
    const failure = connectRedis(`redis://user:secret@127.0.0.1:${port}`, silentReporter);
    await expect(failure).rejects.toThrow(UnavailableError);
    await expect(failure).rejects.toThrow(
      new RegExp(`no Redis answers at 127.0.0.1:${port}.*ECONNREFUSED.*\nStart one`),
    );
    await expect(failure).rejects.not.toThrow(/secret/);
  });

  it.each(["localhost:6379", "http://localhost", "redis://", "nonsense"])("is not even asked at %j", async (url) => {
    await expect(connectRedis(url, silentReporter)).rejects.toThrow(UsageError);
  });
});

it("all times are whole milliseconds: Redis refuses others, and nobody would look for dead workers", () => {
  for (const lock of [500, 1_000, 15_000]) {
    for (const ms of Object.values(timingOf(lock))) expect(Number.isInteger(ms)).toBe(true);
  }
});
