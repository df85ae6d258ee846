import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ModelRegistry } from "../../core/definition.js";
import { NotFoundError, UsageError } from "../../core/errors.js";
import { operationsOf } from "../../core/find-operations.js";
import type { Manifest } from "../../core/manifest.js";
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

/** The part of manifests that is looked at. */
const published = (processing: string, model = "pair") =>
  ({ pair: { contract: { ...pairContract, model, processing } } }) as unknown as Readonly<Record<string, Manifest>>;

const context: OperationContext = { manifests: {}, pictures: noPictures, infer: async (_, feeds) => feeds };

describe("operationsOf", () => {
  it("finds the operations of a version's processing, older ones too", () => {
    expect(operationsOf(registry, published("pair@1"))).toEqual({ double });
    expect(operationsOf(registry, published("pair@2"))).toEqual({});
  });

  it("refuses what it does not know instead of guessing, and lists what it knows", () => {
    expect(() => operationsOf(registry, published("pair@3"))).toThrow(NotFoundError);
    expect(() => operationsOf(registry, published("pair@3"))).toThrow(
      /unknown processing "pair@3"\npair knows pair@1, pair@2/,
    );
    expect(() => operationsOf(registry, published("toString"))).toThrow(NotFoundError);
  });

  it("asks a model that the project does not list by its contract", () => {
    expect(Object.keys(operationsOf(registry, published("other@1", "other")))).toEqual(["predict"]);
    expect(Object.keys(operationsOf(registry, published("other@1", "toString")))).toEqual(["predict"]);
  });

  it("asks a version of predict@1 by its contract, though its model is the project's", () => {
    expect(Object.keys(operationsOf(registry, published("predict@1")))).toEqual(["predict"]);
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
