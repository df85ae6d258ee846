/** Plans of sweeps, and doing them: some at once, one that fails, stopped and gone on with. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../../core/reporter.js";
import { facesSweeps } from "../../../models/faces/train/sweeps.js";
import { resolveSettings } from "../../../train/settings.js";
import { openSweep, stateOf } from "../../../train/sweep/directory.js";
import { jobsFor } from "../../../train/sweep/jobs.js";
import { type Plan, parseAxis, planRuns, shortForm } from "../../../train/sweep/plan.js";
import { runSweep } from "../../../train/sweep/run-sweep.js";
import { recipes } from "../../fixtures/models.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-sweep-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain = [{ name: "", preset: null, set: [] }];

describe("a plan", () => {
  it("has every combination with every seed, named by what differs", () => {
    const runs = planRuns(plain, [parseAxis("cell=gru,lstm"), parseAxis("units=8, 16")], [1, 2], ["epochs=1"]);
    expect(runs).toHaveLength(8);
    expect(runs[3]).toEqual({
      name: "cell-gru-units-16-seed-2",
      preset: null,
      seed: 2,
      set: ["epochs=1", "cell=gru", "units=16"],
    });
    expect(new Set(runs.map(({ name }) => name)).size).toBe(8);
  });

  it("lets what all runs have count more than what a variant has, and what is swept most", () => {
    const variants = [{ name: "a", preset: "demo", set: ["reduction=sum", "epochs=9"] }];
    const [run] = planRuns(variants, [parseAxis("latent=8")], [1], ["epochs=2"]);
    expect(run).toEqual({
      name: "a-latent-8",
      preset: "demo",
      seed: 1,
      set: ["reduction=sum", "epochs=2", "latent=8"],
    });
  });

  it.each(["cell", "=a", "cell=", "cell=a,,b"])("refuses the list %j", (text) => {
    expect(() => parseAxis(text)).toThrow(/no list of values/);
  });

  it("refuses a value twice, and a setting twice", () => {
    expect(() => parseAxis("units=8,8")).toThrow(/the value 8 twice/);
    expect(() => planRuns(plain, [parseAxis("units=8")], [1], ["units=9"])).toThrow(/given twice/);
  });

  it("every run of a model's own sweep is one that train takes, in its short form too", () => {
    for (const recipe of Object.values(recipes)) {
      for (const { runs, quick } of Object.values(recipe.sweeps ?? {})) {
        for (const { preset, set } of planRuns([...runs], [], [1], [])) {
          expect(() => resolveSettings(recipe, preset ?? undefined, set)).not.toThrow();
        }
        for (const { preset, set } of shortForm({ runs, quick })) {
          expect(() => resolveSettings(recipe, preset ?? undefined, [...set])).not.toThrow();
        }
      }
    }
    const report = recipes.faces.sweeps?.report?.runs.map(({ name }) => name);
    expect(report).toHaveLength(9);
    expect(report).toContain("kl100-mean");
  });

  it("in its short form is called what it is where the short form makes something else of it", () => {
    const { runs, quick } = facesSweeps.report;
    const short = shortForm({ runs, quick });
    expect(short.map(({ name }) => name)).toEqual([...runs.slice(0, -1).map(({ name }) => name), "best-short"]);
    const best = resolveSettings(recipes.faces, "best", [...(short.at(-1)?.set ?? [])]).settings;
    // The loss of best with the work of the others.
    expect(best).toMatchObject({ loss: "sigma", epochs: 8, pictures: 3000, width: 16, learningRate: 0.002 });
    expect(quick.remark).toContain("best-short");
  });
});

describe("the folder", () => {
  const plan: Plan = { formatVersion: 1, model: "trend", data: null, runs: planRuns(plain, [], [1, 2], []) };

  it("takes the same sweep again, and refuses another", () => {
    const out = join(folder, "same");
    openSweep(out, plan);
    expect(() => openSweep(out, plan)).not.toThrow();
    expect(() => openSweep(out, { ...plan, data: "/elsewhere.csv" })).toThrow(/holds another sweep/);
  });

  it("knows of a run that is new, begun or finished; a status without a summary is not the end", () => {
    const run = join(folder, "run");
    expect(stateOf(run)).toBe("new");
    mkdirSync(run);
    writeFileSync(join(run, "config.json"), "{}");
    expect(stateOf(run)).toBe("begun");
    writeFileSync(join(run, "status.json"), '{"status":"finished"}');
    expect(stateOf(run)).toBe("begun");
    writeFileSync(join(run, "summary.json"), "{}");
    expect(stateOf(run)).toBe("finished");
  });
});

/** Writes what a finished training leaves, as far as a sweep looks at it. */
function finish(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const file of ["config.json", "summary.json"]) writeFileSync(join(directory, file), "{}");
  writeFileSync(join(directory, "status.json"), '{"status":"finished"}');
}

describe("doing it", () => {
  const runs = planRuns(plain, [], [1, 2, 3, 4, 5], []);
  const common = { runs, reporter: silentReporter, signal: new AbortController().signal };

  it("never has more at work than jobs, and does each run once", async () => {
    let [now, most] = [0, 0];
    const done: string[] = [];
    const results = await runSweep({
      ...common,
      folder: join(folder, "jobs"),
      jobs: 2,
      train: async ({ name }, directory) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 5));
        done.push(name);
        finish(directory);
        now -= 1;
      },
    });
    expect(most).toBe(2);
    expect(done.sort()).toEqual(runs.map(({ name }) => name).sort());
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual(runs.map(({ name }) => [name, "trained"]));
  });

  it("goes on after one that fails, and says which", async () => {
    const results = await runSweep({
      ...common,
      folder: join(folder, "failing"),
      jobs: 2,
      train: async ({ seed }, directory) => {
        if (seed === 2) throw new Error("loss became NaN");
        finish(directory);
      },
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(["trained", "failed", "trained", "trained", "trained"]);
    expect(results[1]?.error?.message).toBe("loss became NaN");
  });

  it("stopped in the middle, it later does only what is left, and resumes what was begun", async () => {
    const out = join(folder, "stopped");
    const stop = new AbortController();
    const first = runSweep({
      ...common,
      folder: out,
      jobs: 1,
      signal: stop.signal,
      train: async ({ seed }, directory) => {
        if (seed < 3) return finish(directory);
        mkdirSync(directory, { recursive: true });
        writeFileSync(join(directory, "config.json"), "{}");
        stop.abort(new Error("interrupted"));
        throw new Error("killed");
      },
    });
    await expect(first).rejects.toThrow("interrupted");
    const seen: [number, boolean][] = [];
    const results = await runSweep({
      ...common,
      folder: out,
      jobs: 1,
      train: async ({ seed }, directory, resume) => {
        seen.push([seed, resume]);
        finish(directory);
      },
    });
    expect(seen).toEqual([
      [3, true],
      [4, false],
      [5, false],
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["reused", "reused", "resumed", "trained", "trained"]);
  });
});

it("as many at once as there are cores and memory for, and always one", () => {
  expect(jobsFor(8, 64e9)).toBe(8);
  expect(jobsFor(8, 6e9)).toBe(2);
  expect(jobsFor(4, 1e9)).toBe(1);
});
