import { describe, expect, it } from "vitest";
import { reporterFor } from "../../../cli/reporter/choose.js";
import { FakeHost } from "../../fixtures/host.js";

function onTerminal(columns = 80) {
  const host = new FakeHost({ isTTY: true, columns, env: { NO_COLOR: "1" } });
  const reporter = reporterFor(host, false);
  const step = (done: number, figures?: Record<string, number>) => {
    host.time += 1000;
    const base = { label: "training", done, total: 1000, unit: "steps" };
    reporter.progress(figures === undefined ? base : { ...base, figures });
  };
  return { host, reporter, step };
}

describe("on a terminal", () => {
  it("draws one line over and over, and leaves a line with the figures when the work is done", () => {
    const { host, reporter, step } = onTerminal();
    reporter.stage("train");
    for (const done of [0, 200, 400]) step(done, { loss: 0.7 });
    expect(host.stderr.screen).toEqual([
      "train",
      "  training  ━━━━━━─────────  40%  400/1,000 steps  3 s left  200/s  loss 0.7",
    ]);
    for (const done of [600, 800, 1000]) step(done, { loss: 0.25 });
    expect(host.stderr.screen).toEqual(["train", "  ✓ training  1,000 steps, 5 s, 200/s, loss 0.25"]);
  });

  it.each([40, 60, 80, 120])("never writes more than %d columns", (columns) => {
    const { host, reporter, step } = onTerminal(columns);
    const label = "converting the decoder of the second model of this bundle";
    reporter.progress({ label, done: 3, total: 1000, unit: "nodes" });
    expect(host.stderr.screen.at(-1)?.length).toBeLessThan(columns);
    for (let done = 0; done < 1000; done += 50) {
      step(done, { loss: 0.123_456, accuracy: 0.712_345, learningRate: 0.002, gradientNorm: 12.5 });
      expect(host.stderr.screen.at(-1)?.length).toBeLessThan(columns);
    }
  });

  it("puts notes and warnings above the moving line", () => {
    const { host, reporter, step } = onTerminal();
    step(0);
    step(100);
    reporter.note("checkpoint written");
    reporter.warn("France: 1 correction");
    expect(host.stderr.screen.map((line) => line.slice(0, 25))).toEqual([
      "  checkpoint written",
      "  ! France: 1 correction",
      "  training  ━╸───────────",
    ]);
  });

  it("says where work was cut off, and does not call it done", () => {
    const { host, reporter, step } = onTerminal();
    step(0);
    step(300);
    reporter.close(true);
    expect(host.stderr.screen).toEqual(["  – training  stopped after 300 steps, 1 s, 300/s"]);
  });

  it("shows the end of a piece of work once, however often it is reported", () => {
    const { host, reporter, step } = onTerminal();
    step(0);
    step(1000);
    step(1000);
    reporter.close(false);
    expect(host.stderr.screen).toHaveLength(1);
  });

  it("counts work as done when the next stage begins, though its last report did not come", () => {
    const { host, reporter } = onTerminal();
    reporter.progress({ label: "converting", done: 0, total: 1, unit: "graphs" });
    host.time += 7000;
    reporter.stage("verify");
    expect(host.stderr.screen).toEqual(["  ✓ converting  7 s", "verify"]);
  });

  it("turns a mark for work of unknown length, and counts it as done when the next begins", () => {
    const { host, reporter } = onTerminal();
    reporter.progress({ label: "converting", done: 1, total: 0, unit: "nodes" });
    host.time += 3000;
    reporter.progress({ label: "converting", done: 7, total: 0, unit: "nodes" });
    expect(host.stderr.screen).toEqual(["  converting  ⠼  7 nodes  3 s  2.0/s"]);
    reporter.stage("verify");
    expect(host.stderr.screen).toEqual(["  ✓ converting  7 nodes, 3 s, 2.0/s", "verify"]);
  });

  it("lets time go by on the screen while work is silent, and stops when it is done", () => {
    const { host, reporter } = onTerminal();
    reporter.progress({ label: "converting", done: 0, total: 2, unit: "graphs" });
    host.time += 12_000;
    for (const tick of host.ticking) tick();
    expect(host.stderr.screen).toEqual(["  converting  ───────────────   0%  0/2 graphs  12 s"]);
    reporter.progress({ label: "converting", done: 2, total: 2, unit: "graphs" });
    expect(host.ticking.size).toBe(0);
  });

  it("does not redraw faster than the eye", () => {
    const { host, reporter } = onTerminal();
    for (let done = 0; done < 500; done++) {
      host.time += 1;
      reporter.progress({ label: "training", done, total: 1000, unit: "steps" });
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that starts each drawing.
    expect(host.stderr.text.match(/\r\u001b/g)?.length).toBeLessThan(10);
  });
});

describe("colour", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const coloured = (host: FakeHost) => /\u001b\[\d+m/.test(host.stderr.text);

  it.each([
    [{}, true, true],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{}, false, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ TERM: "dumb" }, true, false],
  ])("with %j on a terminal (%s): %s", (env, isTTY, expected) => {
    const host = new FakeHost({ isTTY, env });
    reporterFor(host, false).stage("train");
    expect(coloured(host)).toBe(expected);
  });
});
