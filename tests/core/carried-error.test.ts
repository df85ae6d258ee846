import { describe, expect, it } from "vitest";
import { carryError, restoreError } from "../../core/carried-error.js";
import { FailedError, InputError, KilnError } from "../../core/errors.js";

const overJson = (error: unknown): Error => restoreError(JSON.parse(JSON.stringify(carryError(error))));
const overClone = (error: unknown): Error => restoreError(structuredClone(carryError(error)));

describe.each([
  ["JSON", overJson],
  ["a structured clone", overClone],
])("an error over %s", (_, travel) => {
  it("is of its class, with its words, place and advice", () => {
    const sent = new InputError("has no column", { where: { file: "a.csv", row: 2, column: "x" }, next: "Name it." });
    const came = travel(sent);
    expect(came).toBeInstanceOf(InputError);
    expect(came).toMatchObject({ message: sent.message, reason: sent.reason, where: sent.where, next: sent.next });
  });

  it("has no advice when it had none", () => {
    expect(travel(new FailedError("broke"))).toMatchObject({ message: "broke", next: undefined, where: {} });
  });

  it("is a plain Error with the other side's stack when Kiln did not throw it on purpose", () => {
    const bug = new TypeError("x is not a function");
    const came = travel(bug);
    expect(came).not.toBeInstanceOf(KilnError);
    expect(came).toMatchObject({ message: bug.message, stack: bug.stack });
    expect(travel("a word").message).toBe("a word");
  });
});

it("counts a kind that it does not know as a bug", () => {
  const came = restoreError({ kind: "toString" as never, reason: "from another Kiln", where: {}, next: null });
  expect(came).not.toBeInstanceOf(KilnError);
  expect(came.message).toBe("from another Kiln");
});
