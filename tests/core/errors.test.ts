import { describe, expect, it } from "vitest";
import {
  describeWhere,
  FailedError,
  hasCode,
  InputError,
  InterruptedError,
  KilnError,
  messageOf,
  NotFoundError,
  UnavailableError,
  UsageError,
  VerificationError,
} from "../../core/errors.js";

describe("errors for people", () => {
  it("say where, what and what to do next, in this order", () => {
    const error = new InputError("not a number: see note", {
      where: { file: "cases.csv", row: 3, column: "1/24/20" },
      next: "Correct the cell.",
    });
    expect(error.message).toBe("cases.csv, row 3, column 1/24/20: not a number: see note\nCorrect the cell.");
    expect(error.reason).toBe("not a number: see note");
  });

  it("are one line when nothing more is known", () => {
    expect(new FailedError("the disk is full").message).toBe("the disk is full");
  });

  it("keep the cause and their own name", () => {
    const cause = new Error("ENOSPC");
    const error = new FailedError("cannot write", { cause });
    expect(error.cause).toBe(cause);
    expect(error.name).toBe("FailedError");
    expect(error).toBeInstanceOf(KilnError);
  });

  it("have a kind each, so that no caller reads messages", () => {
    const classes = [
      FailedError,
      UsageError,
      InputError,
      VerificationError,
      NotFoundError,
      UnavailableError,
      InterruptedError,
    ];
    expect(classes.map((Class) => new Class("x").kind)).toEqual([
      "failed",
      "usage",
      "input",
      "verification",
      "notFound",
      "unavailable",
      "interrupted",
    ]);
  });
});

describe("describeWhere", () => {
  it("lists what is known", () => {
    expect(describeWhere({ file: "a.csv", row: 1, column: 2, field: "/x" })).toBe("a.csv, row 1, column 2, /x");
    expect(describeWhere({ field: "/series/0" })).toBe("/series/0");
    expect(describeWhere({})).toBe("");
  });
});

describe("what was thrown", () => {
  it("has a message, whatever it is", () => {
    expect(messageOf(new TypeError("broke"))).toBe("broke");
    expect(messageOf("a word")).toBe("a word");
  });

  it("has the code of a failed system call, or none", () => {
    const missing = Object.assign(new Error("no such file"), { code: "ENOENT" });
    expect(hasCode(missing, "EISDIR", "ENOENT")).toBe(true);
    expect(hasCode(missing, "EISDIR")).toBe(false);
    expect(hasCode(new Error("ENOENT"), "ENOENT")).toBe(false);
    expect(hasCode({ code: "ENOENT" }, "ENOENT")).toBe(false);
  });
});
