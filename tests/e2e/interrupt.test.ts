/** Ctrl+C as a terminal sends it, to the command and to all that it has started, in each part of the long commands. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Ended, kiln, start } from "./kiln.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-interrupt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = ["epochs=1", "epochSteps=10", "days=140", "learnedBaselines=false"].flatMap((one) => ["--set", one]);
const short = [...settings, "--set", "units=4"];

/** Runs a command until what it has written matches `when`, and interrupts its whole process group then. */
async function interrupted(argv: readonly string[], when: RegExp): Promise<Ended> {
  const running = start(folder, argv, {}, { detached: true });
  let text = "";
  let sent = false;
  const heard = (chunk: string) => {
    text += chunk;
    if (sent || !when.test(text)) return;
    sent = true;
    process.kill(-(running.process.pid ?? Number.NaN), "SIGINT");
  };
  running.process.stdout.on("data", heard);
  running.process.stderr.on("data", heard);
  const ended = await running.ended;
  expect(sent, ended.err).toBe(true);
  return ended;
}

/** One ending, in our own words: what was kept, and how to go on. */
function expectEnding({ code, err, out }: Ended, kept: RegExp, next: string): void {
  expect(code, err).toBe(130);
  const [reason, advice] = err.trimEnd().split("\n").slice(-2);
  expect(reason).toMatch(kept);
  expect(advice?.trim()).toBe(next);
  expect(err).not.toMatch(/error:|could not be written|service|Traceback|KeyboardInterrupt|^\s+at /m);
  expect(err.match(/stopping; press Ctrl\+C again/g)).toHaveLength(1);
  expect(out).toBe("");
}

describe("kiln train", () => {
  const train = (...more: string[]) => ["train", "trend", ...more];
  const goOn = "Go on with: kiln train trend --resume run";

  it("begins no run when the data are not ready", async () => {
    const ended = await interrupted(train("--out", "none", ...short), /^data$/m);
    expectEnding(ended, /^stopped while .*; no run was begun$/, "Start it again with the same command.");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it.skipIf(availableParallelism() < 2)("begins no run while threads are measured (one core has none to)", async () => {
    const ended = await interrupted(train("--out", "none", ...short, "--set", "threads=auto"), /^threads$/m);
    const kept = /^stopped while the number of threads was measured; no run was begun$/;
    expectEnding(ended, kept, "Start it again with the same command.");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("keeps the steps, from the first one on, and writes the report", async () => {
    const ended = await interrupted(train("--out", "run", ...short), /^training$/m);
    expectEnding(ended, /^stopped at step \d+ of 10; nothing is lost$/, goOn);
    expect(readFileSync(join(folder, "run", "report.html"), "utf8")).toContain("interrupted after");
  });

  it("keeps all steps when it is evaluated at the end of an epoch", async () => {
    const ended = await interrupted(train("--resume", "run"), /10\/10 steps/);
    expectEnding(ended, /^stopped (at step 10 of 10|while .*); nothing is lost$/, goOn);
  });

  it("keeps all steps when it is evaluated at its end", async () => {
    const ended = await interrupted(train("--resume", "run"), /^evaluation$/m);
    expectEnding(ended, /^stopped while .*; nothing is lost$/, goOn);
  });

  it("says that it was finished when it was too late to stop", async () => {
    const ended = await interrupted(train("--resume", "run"), /^ {2}Question: /m);
    expect(ended.err).toContain("stopped when the training was finished; nothing is lost");
    const [figures, next] = ended.err.trimEnd().split("\n").slice(-2);
    expect([ended.code, figures?.trim(), next?.trim()]).toEqual([
      130,
      "Its figures: kiln report run",
      "Next: kiln export trend --run run",
    ]);
    expect((await kiln(folder, ["report", "run"])).code).toBe(0);
  });
});

describe("kiln export and evaluate", () => {
  it("publishes nothing while it converts, and leaves the run as it was", async () => {
    const ended = await interrupted(["export", "trend", "--run", "run"], /^convert to ONNX$/m);
    const kept = /; nothing was published, and the run is as it was$/;
    expectEnding(ended, kept, "Start it again with: kiln export trend --run run");
    expect(existsSync(join(folder, "published", "trend", "1"))).toBe(false);
  });

  it("writes nothing before it has measured", async () => {
    const exported = await kiln(folder, ["export", "trend", "--run", "run"]);
    expect(exported.code, exported.err).toBe(0);
    const ended = await interrupted(["evaluate", "trend"], /^evaluation$/m);
    expectEnding(ended, /; nothing was written$/, "Start it again with the same command.");
    expect(existsSync(join(folder, "evaluation"))).toBe(false);
  });
});

describe("kiln sweep and demo", () => {
  it.each([
    ["when its runs have just been started", / runs of trend in /],
    ["when it has been at work for a while", /sweep: 1\/2/],
  ])("a sweep keeps its runs %s", async (_, when) => {
    const argv = ["sweep", "trend", "--grid", "units=3,4", "--jobs", "1", ...settings];
    const ended = await interrupted(argv, when);
    expectEnding(
      ended,
      /^the sweep in runs\/sweeps\/trend was stopped; nothing is lost$/,
      "The same command goes on with it.",
    );
  });

  it.each([
    ["when its training has just been started", /^trend: data$/m],
    ["while it trains", /training: \d+\/480 steps/],
  ])("a demo goes on from there %s", async (_, when) => {
    const ended = await interrupted(["demo", "trend", "--no-serve"], when);
    expectEnding(
      ended,
      /^stopped .*; (no run was begun|nothing is lost)$/,
      "Call kiln demo again: it goes on from there.",
    );
    expect(existsSync(join(folder, "published", "trend", "2"))).toBe(false);
  });
});
