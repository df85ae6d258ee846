/** `kiln evaluate` and the pictures of a run, on a model that this file trains, converts and publishes. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { type TrendEvaluation, trendEvaluationSchema } from "../../models/trend/evaluation/schema.js";
import { sha256 } from "../../store/checksum.js";
import { FakeHost } from "../fixtures/host.js";
import { ours } from "../fixtures/models.js";
import { smallTable } from "../train/fixtures/table.js";

const root = mkdtempSync(join(tmpdir(), "kiln-evaluate-"));
const repository = join(root, "repository");
const run = join(root, "run");
const table = join(root, "table.csv");
const SMALL = ["epochs=2", "epochSteps=5", "units=4", "window=7", "threads=1"].flatMap((one) => ["--set", one]);

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const evaluate = (...argv: string[]) => kiln("evaluate", "trend", "--repository", repository, ...argv);

function read(folder: string): TrendEvaluation {
  return trendEvaluationSchema.parse(JSON.parse(readFileSync(join(folder, "evaluation.json"), "utf8")));
}

beforeAll(async () => {
  writeFileSync(table, smallTable(10, 150));
  expect(await kiln("train", "trend", "--data", table, "--out", run, ...SMALL)).toMatchObject({ code: 0 });
  expect(await kiln("export", "trend", "--run", run, "--repository", repository)).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a run's pictures", () => {
  const names = ["correlation", "loss", "accuracy", "confusion", "roc", "reliability", "largest-errors", "map"];

  it.each(names)("has %s as SVG and as PNG", (name) => {
    expect(readFileSync(join(run, "pictures", `${name}.svg`), "utf8")).toMatch(/^<svg [^>]*role="img"/);
    expect([...readFileSync(join(run, "pictures", `${name}.png`)).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  });
});

describe("kiln evaluate", () => {
  it("agrees with the training run to 1e-5, from the ONNX file, and draws what it measured", async () => {
    const out = join(root, "again");
    const { code, out: text, err } = await evaluate("--data", table, "--out", out);
    expect(code, err).toBe(0);
    expect(text).toMatch(/recurrent network.*\n.*always the commoner answer/);
    expect(text).toMatch(/Skill by phase, of the test windows\n *phase .*windows.*AUC/);
    expect(text).toMatch(/Skill by cases in the window, of the test windows\n *cases .*windows.*AUC/);
    const [then, now] = [read(run), read(out)];
    expect(now.test.windows).toBe(then.test.windows);
    // The best constant answer, as the training's own summary has it: a weaker one would flatter the network.
    expect(then.test.baselines.majority?.scores.accuracy).toBeCloseTo(Math.max(...then.test.baseRate), 12);
    for (const part of ["validation", "test"] as const) {
      for (const [name, value] of Object.entries(then[part].model.scores)) {
        const score = now[part].model.scores[name as keyof typeof then.test.model.scores];
        expect(Math.abs((score ?? Number.NaN) - (value ?? Number.NaN)), `${part}.${name}`).toBeLessThan(1e-5);
      }
      expect(Object.keys(then[part].baselines)).toEqual([
        "majority",
        "persistence",
        "sameWeekday",
        "logistic",
        "trees",
      ]);
      expect(now[part].baselines).toEqual(then[part].baselines);
      expect(Object.keys(now[part].phases)).toEqual(Object.keys(then[part].phases));
      expect(Object.keys(now[part].activity)).toEqual(Object.keys(then[part].activity));
    }
    expect(now.checks.leak).toBeDefined();
    expect(now.checks).toEqual(then.checks);
    expect(existsSync(join(out, "map.png"))).toBe(true);
    expect(existsSync(join(out, "loss.svg"))).toBe(false);
  });

  it("asks for the file that the version was trained on", async () => {
    expect(await evaluate()).toMatchObject({ code: 2, err: expect.stringContaining("--data table.csv") });
  });

  it("refuses another file", async () => {
    const other = join(root, "other.csv");
    writeFileSync(other, smallTable(10, 150, 2));
    const { code, err } = await evaluate("--data", other, "--out", join(root, "never"));
    expect([code, err]).toEqual([3, expect.stringContaining("is not the data that this version was trained on")]);
    expect(existsSync(join(root, "never"))).toBe(false);
  });

  it("says that a version which does not know its settings has to be exported again", async () => {
    const old = join(root, "old");
    cpSync(repository, old, { recursive: true });
    const file = (name: string) => join(old, "trend/1", name);
    const manifest = JSON.parse(readFileSync(file("manifest.json"), "utf8"));
    delete manifest.training.settings;
    const bundle = JSON.parse(readFileSync(file("bundle.json"), "utf8"));
    writeFileSync(file("manifest.json"), JSON.stringify(manifest));
    bundle.graphs[0].manifest = sha256(JSON.stringify(manifest));
    writeFileSync(file("bundle.json"), JSON.stringify(bundle));
    const { code, err } = await kiln("evaluate", "trend", "--repository", old, "--data", table);
    expect([code, err]).toEqual([1, expect.stringMatching(/does not say with which settings.*\n.*kiln export trend/)]);
  });

  it("says that a model has no evaluation to repeat", async () => {
    const { code, err } = await kiln("evaluate", "faces", "--repository", repository);
    expect([code, err]).toEqual([2, expect.stringContaining("faces has no evaluation that can be repeated")]);
  });
});
