import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ModelRegistry } from "../../core/definition.js";
import { NotFoundError, UsageError } from "../../core/errors.js";
import { operationsOf } from "../../core/find-operations.js";
import { isPictureAnswer, noPictures, type OperationContext, operation } from "../../core/operation.js";
import { pairContract } from "../fixtures/contract.js";

const double = operation({
  summary: "Double a number",
  description: "Doubles.",
  request: z.object({ value: z.number() }),
  response: z.object({ value: z.number() }),
  example: { value: 2 },
  run: async ({ value }) => ({ json: { value: value * 2 } }),
});

const registry: ModelRegistry = {
  pair: {
    name: "pair",
    title: "Pair",
    summary: "A pair.",
    config: z.object({}),
    contract: () => [pairContract],
    processings: { "pair@1": { double }, "pair@2": {} },
  },
};

const context: OperationContext = { manifests: {}, pictures: noPictures, infer: async (_, feeds) => feeds };

describe("operationsOf", () => {
  it("finds the operations of a version's processing, older ones too", () => {
    expect(operationsOf(registry, "pair@1")).toEqual({ double });
    expect(operationsOf(registry, "pair@2")).toEqual({});
  });

  it("refuses what it does not know instead of guessing, and lists what it knows", () => {
    expect(() => operationsOf(registry, "pair@3")).toThrow(NotFoundError);
    expect(() => operationsOf(registry, "pair@3")).toThrow(
      /unknown processing "pair@3"\nThis Kiln knows pair@1, pair@2/,
    );
    expect(() => operationsOf(registry, "toString")).toThrow(NotFoundError);
  });
});

describe("operation", () => {
  it("runs on what its schema parsed", async () => {
    const answer = await double.run(double.request.parse(double.example), context);
    expect(isPictureAnswer(answer)).toBe(false);
    expect(answer).toEqual({ json: { value: 4 } });
  });

  it("tells a picture from plain JSON", () => {
    const pixels = { width: 1, height: 1, data: new Uint8Array(3) };
    expect(isPictureAnswer({ pixels, json: async () => ({}) })).toBe(true);
  });

  it("has a codec for callers without pictures, which says so", async () => {
    await expect(noPictures.decode(new Uint8Array(), "/image")).rejects.toThrow(UsageError);
  });
});
