import { describe, expect, it } from "vitest";
import { reporterFor } from "../../../cli/reporter/choose.js";
import { errorData, parseEvent, replay } from "../../../cli/reporter/json-lines.js";
import { InputError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import { FakeHost } from "../../fixtures/host.js";

/** A reporter that keeps what it is told. */
function recorder(): Reporter & { readonly calls: unknown[][] } {
  const calls: unknown[][] = [];
  const keep =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const [stage, progress, note] = [keep("stage"), keep("progress"), keep("note")];
  return { calls, stage, progress, note, warn: keep("warn"), record: keep("record") };
}

function reportAll(reporter: Reporter): void {
  reporter.stage("train");
  reporter.progress({ label: "training", done: 1, total: 2, unit: "steps", figures: { loss: 0.5 } });
  reporter.note("a note");
  reporter.warn("a warning");
  reporter.record("checkpoint", { step: 1 });
}

describe("--json", () => {
  it("writes one object a line to the standard output, and the words to the standard error too", () => {
    const host = new FakeHost({ isTTY: true });
    reportAll(reporterFor(host, true));
    expect(host.stdout.lines.map((line) => JSON.parse(line))).toEqual([
      { event: "stage", name: "train" },
      { event: "progress", label: "training", done: 1, total: 2, unit: "steps", figures: { loss: 0.5 } },
      { event: "note", text: "a note" },
      { event: "warning", text: "a warning" },
      { event: "checkpoint", step: 1 },
    ]);
    expect(host.stderr.lines).toEqual(["a note", "warning: a warning"]);
  });

  it("comes back as the same reports in another process", () => {
    const host = new FakeHost();
    reportAll(reporterFor(host, true));
    const [there, here] = [recorder(), recorder()];
    reportAll(there);
    for (const line of host.stdout.lines) {
      const event = parseEvent(line);
      if (event !== null) replay(event, here);
    }
    expect(here.calls).toEqual(there.calls);
  });

  it("thins progress out, but never the end of it", () => {
    const host = new FakeHost();
    const reporter = reporterFor(host, true);
    for (let done = 0; done <= 1000; done++) {
      host.time += 1;
      reporter.progress({ label: "training", done, total: 1000, unit: "steps" });
    }
    expect(host.stdout.lines.length).toBeLessThan(10);
    expect(JSON.parse(host.stdout.lines.at(-1) ?? "")).toMatchObject({ done: 1000 });
  });
});

describe("parseEvent", () => {
  it("passes over what is no event: a library's chatter, a line cut off by a kill", () => {
    expect(parseEvent("2026-01-01 tensorflow: hello")).toBeNull();
    expect(parseEvent('{"event":"progress","la')).toBeNull();
    expect(parseEvent('{"name":"x"}')).toBeNull();
  });
});

describe("errorData", () => {
  it("holds all of an error of ours", () => {
    const error = new InputError("no number", { where: { file: "a.csv", row: 2 }, next: "Correct it." });
    expect(errorData(error, 3)).toEqual({
      kind: "input",
      exit: 3,
      reason: "no number",
      where: { file: "a.csv", row: 2 },
      next: "Correct it.",
    });
  });

  it("calls everything else a bug", () => {
    expect(errorData(new TypeError("x is undefined"), 1)).toMatchObject({ kind: "bug", reason: "x is undefined" });
  });
});
