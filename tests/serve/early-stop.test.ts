import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { FieldFault } from "../../serve/problem/invalid-request.js";
import { faultsInArrays } from "../../serve/request/early-stop.js";
import { MOST_FAULTS } from "../../serve/request/faults.js";
import { checkJsonBounds } from "../../serve/request/json-bounds.js";
import { validateRequest } from "../../serve/request/validate.js";

const series = z.object({ name: z.string(), values: z.array(z.number()) });
const schema = z.object({ series: z.array(series).min(1), cumulative: z.boolean().default(false) });

/** What `validateRequest` refuses, by field. */
function fields(of: z.ZodType, value: unknown, size: number): string[] {
  try {
    validateRequest(of, value, size);
    return [];
  } catch (error) {
    return (error as { faults: FieldFault[] }).faults.map(({ field }) => field);
  }
}

describe("large requests", () => {
  test("a million faults are found and not collected", () => {
    const values = Array.from({ length: 1_000_000 }, () => "x");
    const faults = faultsInArrays(schema, { series: [{ name: "a", values }] });
    expect(faults.length).toBe(MOST_FAULTS);
    expect(faults[0]).toEqual({
      field: "/series/0/values/0",
      detail: "Invalid input: expected number, received string",
    });
  });

  test("a million empty objects likewise", () => {
    const value = { series: Array.from({ length: 1_000_000 }, () => ({})) };
    expect(fields(schema, value, 8e6)).toHaveLength(MOST_FAULTS);
  });

  test.each([
    ["optional, nullable, default, readonly", z.array(z.number()).optional().nullable().default([]).readonly()],
    ["a pipe", z.array(z.number()).pipe(z.array(z.number()))],
    ["catch, prefault, nonoptional", z.array(z.number()).optional().nonoptional().prefault([]).catch([])],
    ["a record", z.record(z.string(), z.number())],
    ["a union", z.union([z.object({ seed: z.int() }), z.array(z.number())])],
  ])("faults are found through %s", (_, inner) => {
    const bad = Array.from({ length: 100_000 }, () => "x");
    const value = inner instanceof z.ZodRecord ? { ...bad } : bad;
    expect(faultsInArrays(z.object({ field: inner }), { field: value })).toHaveLength(MOST_FAULTS);
  });

  test("a union is not at fault when another option is met", () => {
    const either = z.object({ field: z.union([z.array(z.number()), z.array(z.string())]) });
    expect(faultsInArrays(either, { field: ["x", "y"] })).toEqual([]);
  });

  test("sound requests pass, with defaults", () => {
    const value = { series: [{ name: "a", values: Array.from({ length: 100_000 }, (_, i) => i) }] };
    expect(validateRequest(schema, value, 1e6)).toEqual({ ...value, cumulative: false });
  });
});

describe("large and small requests get the same answer", () => {
  test.each([
    ["sound", { series: [{ name: "a", values: [1, 2] }] }],
    ["one bad number", { series: [{ name: "a", values: [1, "2", 3] }] }],
    ["a missing name", { series: [{ values: [1] }] }],
    ["an empty list", { series: [] }],
    ["no object", 7],
    ["a bad flag", { series: [{ name: "a", values: [] }], cumulative: "yes" }],
  ])("%s", (_, value) => {
    expect(fields(schema, value, 1e6)).toEqual(fields(schema, value, 10));
  });
});

test("of a union the option that was meant is reported", () => {
  const point = z.object({
    from: z.union([
      z.object({ seed: z.int() }),
      z.object({ latent: z.array(z.number()) }),
      z.object({ image: z.string() }),
    ]),
  });
  expect(fields(point, { from: { latent: [1, "x"] } }, 10)).toEqual(["/from/latent/1"]);
});

test("a recursive schema and a deep value are the request's fault", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(fields(z.object({ any: z.json() }), { any: deep }, 10)).toEqual(["/"]);
});

describe("bounds on JSON text", () => {
  const check = (text: string) => checkJsonBounds(Buffer.from(text));

  test("brackets and commas inside strings do not count", () => {
    const quoted = JSON.stringify({ a: "[".repeat(1000), b: '\\"['.repeat(1000), c: ",".repeat(2_000_000) });
    expect(() => check(quoted)).not.toThrow();
  });

  test("64 levels pass, 65 do not, and unclosed strings end the check", () => {
    expect(() => check("[".repeat(64))).not.toThrow();
    expect(() => check(`${"[{".repeat(32)}[`)).toThrow(/deeper than 64/);
    expect(() => check(`"${"[".repeat(100)}`)).not.toThrow();
  });

  test("a million values pass, more do not", () => {
    expect(() => check(`[${"1,".repeat(999_999)}1]`)).not.toThrow();
    expect(() => check(`[${"1,".repeat(1_000_000)}1]`)).toThrow(/more than 1000000 values/);
  });
});
