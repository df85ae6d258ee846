import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { located, readJsonInput } from "../../cli/read-input.js";
import { InputError, UsageError } from "../../core/errors.js";
import { FakeHost } from "../fixtures/host.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("readJsonInput", () => {
  it("reads a file, with or without a byte order mark, and the standard input", async () => {
    const host = new FakeHost();
    host.input = '{"from":"a pipe"}';
    expect(await readJsonInput("-", host)).toEqual({ value: { from: "a pipe" }, name: "standard input" });
    const file = written("bom.json", '\ufeff{"a":1}');
    expect(await readJsonInput(file, host)).toEqual({ value: { a: 1 }, name: file });
  });

  it.each([
    ["a missing file", join(folder, "none.json"), /none\.json: there is no such file/],
    ["a folder", folder, /: is a folder, not a file/],
    ["an empty file", written("empty.json", " \n"), /empty\.json: is empty, and should hold JSON/],
    ["no JSON", written("broken.json", "{'a': 1}"), /broken\.json: not valid JSON: /],
  ])("names %s", async (_, file, message) => {
    const reading = readJsonInput(file, new FakeHost());
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe("located", () => {
  it("puts the file in front of a field, and touches nothing else", () => {
    const error = new InputError("too short", { where: { field: "/series/0" }, next: "Give more." });
    expect(located(error, "r.json")).toMatchObject({ message: "r.json, /series/0: too short\nGive more." });
    const placed = new InputError("x", { where: { file: "other.csv" } });
    expect(located(placed, "r.json")).toBe(placed);
    const usage = new UsageError("x");
    expect(located(usage, "r.json")).toBe(usage);
  });
});
