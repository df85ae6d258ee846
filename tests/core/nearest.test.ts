import { describe, expect, it } from "vitest";
import { nearest } from "../../core/nearest.js";

const names = ["trend", "faces", "epochs", "learningRate", "batchSize"];

describe("nearest", () => {
  it.each([
    ["trned", "trend"],
    ["trends", "trend"],
    ["tend", "trend"],
    ["Faces", "faces"],
    ["epocs", "epochs"],
    ["learnignrate", "learningRate"],
    ["batch_size", "batchSize"],
  ])("takes %s for %s", (typed, name) => {
    expect(nearest(typed, names)).toBe(name);
  });

  it.each(["gru", "", "fac", "e", "x".repeat(1000)])("does not guess at '%s'", (typed) => {
    expect(nearest(typed, names)).toBeUndefined();
  });

  it("takes the nearest of several, the first of equals", () => {
    expect(nearest("export", ["expert", "exports", "report"])).toBe("expert");
    expect(nearest("abcd", [])).toBeUndefined();
  });
});
