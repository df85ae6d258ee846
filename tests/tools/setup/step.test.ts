import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SetupError } from "../../../tools/setup/failure.mjs";
import { hashOf, readStamp, runStep, type Step, whyRun } from "../../../tools/setup/step.mjs";
import { recordedProgress, scratchFolder } from "./scratch.js";

/** A step that writes one file, and the knobs that a test turns. */
function writingStep(root: string) {
  const knobs = { input: "1", runs: 0, fail: undefined as Error | undefined, lastSeen: "" };
  const file = join(root, "made.txt");
  const step: Step = {
    name: "writing",
    title: "Writing",
    hint: "try harder.",
    key: () => hashOf(knobs.input),
    look: () => (existsSync(file) ? undefined : "made.txt is not there"),
    async run({ last }) {
      knobs.runs += 1;
      knobs.lastSeen = last?.state ?? "none";
      if (knobs.fail !== undefined) throw knobs.fail;
      writeFileSync(file, knobs.input);
      return { file };
    },
  };
  const stamps = join(root, "stamps");
  const run = () =>
    runStep(step, { stamps, progress: recordedProgress().progress, signal: new AbortController().signal });
  return { step, knobs, stamps, file, run };
}

describe("a step of setup", () => {
  it("runs once and is skipped while it is right", async () => {
    const { knobs, run } = writingStep(scratchFolder());
    expect([await run(), await run(), await run()]).toEqual([true, false, false]);
    expect(knobs.runs).toBe(1);
  });

  it("runs again when what it depends on changes, or what it made is lost", async () => {
    const { step, knobs, stamps, file, run } = writingStep(scratchFolder());
    await run();
    knobs.input = "2";
    expect(whyRun(step, stamps)).toBe("what it is made from has changed");
    expect(await run()).toBe(true);
    rmSync(file);
    expect(whyRun(step, stamps)).toBe("made.txt is not there");
    expect(await run()).toBe(true);
    expect(knobs.runs).toBe(3);
  });

  it("runs again after it was cut off, even if what it made looks whole", async () => {
    const { step, knobs, stamps, file, run } = writingStep(scratchFolder());
    writeFileSync(file, "half");
    mkdirSync(stamps);
    writeFileSync(join(stamps, "writing.json"), JSON.stringify({ state: "begun", key: step.key(), made: {} }));
    expect(whyRun(step, stamps)).toBe("the last try was cut off");
    await run();
    expect(knobs).toMatchObject({ runs: 1, lastSeen: "begun" });
  });

  it("runs again after a failure, which carries what to try", async () => {
    const { step, knobs, stamps, run } = writingStep(scratchFolder());
    knobs.fail = new SetupError("no network");
    await expect(run()).rejects.toMatchObject({ message: "no network", next: "try harder." });
    expect(whyRun(step, stamps)).toBe("the last try failed");
    knobs.fail = undefined;
    expect(await run()).toBe(true);
    expect(knobs.lastSeen).toBe("failed");
  });

  it("takes a stamp that is no JSON for none", async () => {
    const { step, stamps, run } = writingStep(scratchFolder());
    await run();
    writeFileSync(join(stamps, "writing.json"), '{"state": "do');
    expect(readStamp(stamps, "writing")).toBeUndefined();
    expect(whyRun(step, stamps)).toBe("not done yet");
  });

  it("adopts what a person made by hand, but never what was cut off", async () => {
    const { step, knobs, stamps, file, run } = writingStep(scratchFolder());
    step.adopt = () => (existsSync(file) ? { by: "hand" } : undefined);
    writeFileSync(file, "by hand");
    expect(await run()).toBe(false);
    expect(readStamp(stamps, "writing")).toMatchObject({ state: "done", made: { by: "hand" } });
    writeFileSync(join(stamps, "writing.json"), JSON.stringify({ state: "begun", key: "x", made: {} }));
    expect(await run()).toBe(true);
    expect(knobs.runs).toBe(1);
  });
});

describe("the hash of a step's inputs", () => {
  it("keeps its parts apart", () => {
    expect(hashOf("ab", "c")).not.toBe(hashOf("a", "bc"));
    expect(hashOf("ab", "c")).toBe(hashOf("ab", new TextEncoder().encode("c")));
  });
});
