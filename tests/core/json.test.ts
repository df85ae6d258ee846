import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { jsonPointer, parseAs, parseJsonAs } from "../../core/json.js";

const schema = z.object({ series: z.array(z.object({ name: z.string(), values: z.array(z.number()) })) });

/** The error that `act` throws; fails the test when it throws none or another class. */
function inputError(act: () => unknown): InputError {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("expected an InputError");
}

describe("jsonPointer", () => {
  it("follows RFC 6901, its two escapes included", () => {
    expect(jsonPointer(["series", 0, "values"])).toBe("/series/0/values");
    expect(jsonPointer(["a/b", "m~n"])).toBe("/a~1b/m~0n");
    expect(jsonPointer([])).toBe("");
  });
});

describe("parseAs", () => {
  it("tells a file of a newer Kiln from a damaged one", () => {
    const versioned = z.object({ about: z.object({ formatVersion: z.literal(2), name: z.string() }) });
    const newer = inputError(() => parseAs(versioned, { about: { formatVersion: 3 } }, "manifest", "m.json"));
    expect(newer.message).toMatch(
      /^m\.json, \/about\/formatVersion: manifest is of a format .* a newer one wrote it\n/,
    );
    expect(newer.next).toContain("npm install kilnjs@latest");
    const damaged = inputError(() => parseAs(versioned, { about: { formatVersion: "x", name: "a" } }, "manifest"));
    expect(damaged.message).not.toContain("newer");
  });

  it("gives the parsed value", () => {
    const value = { series: [{ name: "France", values: [1, 2] }] };
    expect(parseAs(schema, value, "request")).toEqual(value);
  });

  it("names the first field that is wrong and counts the others", () => {
    const error = inputError(() => parseAs(schema, { series: [{ name: 1, values: ["x", Number.NaN] }] }, "request"));
    expect(error.where.field).toBe("/series/0/name");
    expect(error.message).toMatch(/^\/series\/0\/name: request: .*\(and 2 more\)$/);
  });

  it("names the whole document as / and the file when there is one", () => {
    const error = inputError(() => parseAs(schema, 5, "manifest.json", "models/repository/trend/1/manifest.json"));
    expect(error.where).toEqual({ file: "models/repository/trend/1/manifest.json", field: "/" });
  });
});

describe("parseJsonAs", () => {
  it("reads and checks", () => {
    expect(parseJsonAs(schema, '{"series":[]}', "request")).toEqual({ series: [] });
  });

  it("says that the text is no JSON, and where", () => {
    const error = inputError(() => parseJsonAs(schema, '{"series": [', "config.json", "run/config.json"));
    expect(error.message).toMatch(/^run\/config\.json: config\.json is not valid JSON: /);
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });
});
