import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../cli/exit-codes.js";
import { showFailure } from "../../cli/failure.js";
import { FailedError, InputError, InterruptedError, NotFoundError, VerificationError } from "../../core/errors.js";
import { FakeHost } from "../fixtures/host.js";

function shown(error: unknown, env: Record<string, string> = {}): string[] {
  const host = new FakeHost({ env });
  showFailure(error, host);
  expect(host.stdout.text).toBe("");
  return host.stderr.lines;
}

describe("a failure in front of a person", () => {
  it("is one line with the place, and one with what to do", () => {
    const where = { file: "cases.csv", row: 3, column: "1/24/20" };
    expect(shown(new InputError('"see note" is no number', { where, next: "Correct the cell." }))).toEqual([
      'error: cases.csv, row 3, column 1/24/20: "see note" is no number',
      "       Correct the cell.",
    ]);
  });

  it("indents every line of advice alike", () => {
    expect(shown(new FailedError("tf2onnx failed", { next: "line one\nline two" })).slice(1)).toEqual([
      "       line one",
      "       line two",
    ]);
  });

  it("does not call an interruption an error", () => {
    expect(shown(new InterruptedError("stopped at step 12", { next: "Go on with --resume runs/x." }))).toEqual([
      "stopped at step 12",
      "       Go on with --resume runs/x.",
    ]);
  });

  it("owns up to a bug in one line, without a stack trace", () => {
    expect(shown(new TypeError("Cannot read properties of undefined\n    at x.ts:1"))).toEqual([
      "error: Cannot read properties of undefined",
      "       This is a bug in Kiln, not your mistake. KILN_DEBUG=1 shows where it happened.",
    ]);
    expect(shown("thrown text")[0]).toBe("error: thrown text");
  });

  it("knows that a full disk is no bug", () => {
    const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(shown(error)).toEqual([
      "error: ENOSPC: no space left on device, write",
      "       Free some disk space and try again; what was finished is kept.",
    ]);
  });

  it("shows stacks, those of the causes too, with KILN_DEBUG=1", () => {
    const text = shown(new FailedError("outer", { cause: new Error("inner") }), { KILN_DEBUG: "1" }).join("\n");
    expect(text).toMatch(/FailedError: outer[\s\S]*failure\.test\.ts[\s\S]*caused by: Error: inner/);
  });
});

describe("exit codes", () => {
  it.each([
    [new FailedError("x"), 1],
    [new NotFoundError("x"), 1],
    [new InputError("x"), 3],
    [new VerificationError("x"), 4],
    [new InterruptedError("x"), 130],
    [new TypeError("x"), 1],
  ])("%o gives %d", (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
