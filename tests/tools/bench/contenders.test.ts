/** Contenders in their own processes, on a small job: they start from the same weights and do the same work. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../../core/reporter.js";
import { type ContenderName, contenders, peersPython } from "../../../tools/bench/contenders/list.js";
import { ContenderProcess } from "../../../tools/bench/contenders/process.js";
import { checkSameWork } from "../../../tools/bench/measure/same-work.js";
import type { BenchModelName } from "../../../tools/bench/workloads/job.js";
import { plainNetwork } from "../../../tools/bench/workloads/list.js";
import { prepareJob } from "../../../tools/bench/workloads/prepare.js";

const root = mkdtempSync(join(tmpdir(), "kiln-bench-test-"));
const running = new AbortController().signal;
const small: Readonly<Record<BenchModelName, string[]>> = {
  trend: [...plainNetwork, "threads=1", "window=7", "units=6", "batchSize=16", "epochs=1", "epochSteps=40"],
  faces: [
    "threads=2",
    "count=60",
    "batchSize=8",
    "width=4",
    "hidden=16",
    "latent=4",
    "epochs=2",
    "smallestEpoch=0",
    "klWarmup=1",
  ],
};

beforeAll(async () => {
  for (const model of ["trend", "faces"] as const) {
    const folder = join(root, model);
    const given = { model, preset: "best", set: small[model], seed: 3, cache: join(root, "cache"), folder };
    await prepareJob({ ...given, signal: running }, silentReporter);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function withContender<Result>(
  model: BenchModelName,
  name: ContenderName,
  use: (contender: ContenderProcess) => Promise<Result>,
): Promise<Result> {
  const contender = await ContenderProcess.start(name, contenders[name].command(join(root, model)));
  try {
    return await use(contender);
  } finally {
    await contender.close();
  }
}

/** Of contenders that have been asked: starting one takes longer than its six steps. */
const known = new Map<string, Promise<readonly number[]>>();

function lossesOf(model: BenchModelName, name: ContenderName): Promise<readonly number[]> {
  const key = `${model} ${name}`;
  const losses = known.get(key) ?? withContender(model, name, check);
  known.set(key, losses);
  return losses;
}

const check = async (contender: ContenderProcess) => (await contender.ask({ do: "check" })).losses;

/** Everything that the bench asks of a contender, once. */
async function exercise(contender: ContenderProcess): Promise<void> {
  const before = (await contender.ask({ do: "evaluate" })).loss;
  for (const kind of ["steps", "train"] as const) {
    const answer = await contender.ask({ do: kind, count: 9 });
    expect(answer.ms).toBeGreaterThan(0);
    expect(Number.isFinite(answer.loss)).toBe(true);
  }
  expect((await contender.ask({ do: "evaluate" })).loss).not.toBe(before);
  await contender.ask({ do: "reset" });
  expect((await contender.ask({ do: "evaluate" })).loss).toBe(before);
  const { curve } = await contender.ask({ do: "reach", loss: -1e9, every: 3, limit: 9 });
  expect(curve.map(({ steps }) => steps)).toEqual([3, 6, 9]);
  const { curve: short } = await contender.ask({ do: "reach", loss: 1e9, every: 3, limit: 9 });
  expect(short).toHaveLength(1);
  const { parts } = await contender.ask({ do: "profile", count: 2 });
  expect(parts.length).toBeGreaterThan(0);
  expect((await contender.ask({ do: "peak" })).bytes).toBeGreaterThan(50e6);
}

describe("contenders that need no peers", () => {
  it.each([
    ["trend", "kiln"],
    ["trend", "layers"],
    ["faces", "kiln"],
    ["faces", "layers"],
  ] as const)("%s, %s: can do all that it is asked, but for other threads in TensorFlow", async (model, name) => {
    await withContender(model, name, async (contender) => {
      // The GRU of tf.layers is another one, and refuses to be compared.
      if (model === "faces" || name === "kiln") known.set(`${model} ${name}`, Promise.resolve(await check(contender)));
      await exercise(contender);
      await expect(contender.ask({ do: "threads", count: 2 })).rejects.toThrow("before it loads");
    });
  });

  it.each(["trend", "faces"] as const)(
    "%s: captured and eager have the same losses, to the last bit",
    async (model) => {
      const captured = await lossesOf(model, "kiln");
      expect(captured).toHaveLength(6);
      expect(await lossesOf(model, "kiln-eager")).toEqual(captured);
    },
  );

  it("faces: tf.layers does the same work", async () => {
    const [kiln, layers] = [await lossesOf("faces", "kiln"), await lossesOf("faces", "layers")];
    checkSameWork("faces", [
      { spec: contenders.kiln, losses: kiln },
      { spec: contenders.layers, losses: layers },
    ]);
  });
});

describe.skipIf(!existsSync(peersPython()))("PyTorch (npm run bench -- setup)", () => {
  it.each([
    ["trend", "pytorch"],
    ["trend", "pytorch-ready"],
    ["faces", "pytorch"],
  ] as const)("%s, %s: does the same work as Kiln, and all that it is asked", async (model, name) => {
    const kiln = await lossesOf(model, "kiln");
    await withContender(model, name, async (contender) => {
      const { losses } = await contender.ask({ do: "check" });
      checkSameWork(model, [
        { spec: contenders.kiln, losses: kiln },
        { spec: contenders[name], losses },
      ]);
      await contender.ask({ do: "threads", count: 1 });
      await exercise(contender);
    });
  });

  it.each([["trend"], ["faces"]] as const)("%s: has the validation loss that Kiln has", async (model) => {
    const at = (name: ContenderName) =>
      withContender(model, name, async (contender) => (await contender.ask({ do: "evaluate" })).loss);
    const [kiln, torch] = [await at("kiln"), await at("pytorch")];
    expect(Math.abs(torch - kiln)).toBeLessThan(1e-4 * Math.abs(kiln));
  });
});
