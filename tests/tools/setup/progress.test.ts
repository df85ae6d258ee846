import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { duration, printable } from "../../../tools/setup/progress.mjs";
import { recordedProgress } from "./scratch.js";

describe("the progress of setup", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubEnv("CI", undefined);
    vi.stubEnv("TERM", "xterm");
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it("in a log is plain lines: at the start, now and then, and at the end", () => {
    const { progress, text } = recordedProgress();
    progress.start("Fetching", "not done yet");
    vi.advanceTimersByTime(16_000);
    progress.update("file 7");
    vi.advanceTimersByTime(15_000);
    progress.done();
    expect(text()).toBe("Fetching (not done yet) ...\n  15 s: still going\n  30 s: file 7\nFetching (31 s)\n");
  });

  it("on a terminal is one line that never grows wider than it", () => {
    const { progress, text } = recordedProgress({ isTTY: true, columns: 30 });
    progress.start("Fetching");
    progress.update("a line that is much too long for thirty columns");
    vi.advanceTimersByTime(1000);
    const drawn = text().split("\r\x1b[2K").filter(Boolean);
    expect(drawn.length).toBeGreaterThan(5);
    for (const line of drawn) expect([...line].length).toBeLessThan(30);
    expect(drawn.at(-1)).toContain("Fetching");
    expect(text()).not.toContain("\n");
    progress.done();
    expect(text().endsWith("\r\x1b[2KFetching (1.0 s)\n")).toBe(true);
  });

  it("says that a step was stopped, once", () => {
    const { progress, text } = recordedProgress();
    progress.start("Fetching");
    progress.abandon();
    progress.abandon();
    expect(text()).toBe("Fetching ...\nFetching: stopped after 0.0 s\n");
  });
});

describe("what is shown", () => {
  it("has no colours, cursor movements or control characters", () => {
    expect(printable("\x1b[1;32mok\x1b[0m\t50 %\x07 \x1b[2K")).toBe("ok 50 %");
  });

  it("gives durations in the unit that fits", () => {
    expect([400, 12_400, 65_000, 3_599_900].map(duration)).toEqual(["0.4 s", "12 s", "1 min 05 s", "60 min 00 s"]);
  });
});
