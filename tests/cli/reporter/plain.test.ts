import { expect, it } from "vitest";
import { reporterFor } from "../../../cli/reporter/choose.js";
import { FakeHost } from "../../fixtures/host.js";

it("writes few whole lines to a log: the beginning, one every five seconds, the end", () => {
  const host = new FakeHost();
  const reporter = reporterFor(host, false);
  reporter.stage("train");
  for (let done = 0; done <= 1200; done += 10) {
    reporter.progress({ label: "training", done, total: 1200, unit: "steps", figures: { loss: 0.5 } });
    host.time += 100;
  }
  reporter.progress({ label: "training", done: 1200, total: 1200, unit: "steps" });
  reporter.note("checkpoint written");
  reporter.warn("the rate fell");
  expect(host.stderr.lines).toEqual([
    "train",
    "  training: 0/1,200 steps (0 %), loss 0.5",
    "  training: 500/1,200 steps (41 %), 7 s left, 100/s, loss 0.5",
    "  training: 1,000/1,200 steps (83 %), 2 s left, 100/s, loss 0.5",
    "  training: 1,200/1,200 steps (100 %), took 12 s, 100/s, loss 0.5",
    "  checkpoint written",
    "  warning: the rate fell",
  ]);
  expect(host.stdout.text).toBe("");
});

it("is what a dumb terminal gets too", () => {
  const host = new FakeHost({ isTTY: true, env: { TERM: "dumb" } });
  reporterFor(host, false).progress({ label: "training", done: 1, total: 2, unit: "steps" });
  expect(host.stderr.text).toBe("  training: 1/2 steps (50 %)\n");
});
