/** Models as a config lists them: each loaded when it is asked for, each checked for what it says it is. */
import { describe, expect, it, vi } from "vitest";
import { Models } from "../../config/models.js";
import type { AnyModelDefinition, Lazy } from "../../core/definition.js";
import { UsageError } from "../../core/errors.js";
import { recipeOf } from "../../train/configured.js";
import { parcel, parcelRecipe } from "../fixtures/parcel.js";

const other: AnyModelDefinition = { ...parcel, name: "other", processings: { "other@1": {} } };

function models(listed: Record<string, Lazy<AnyModelDefinition>>): Models {
  return new Models(listed, "kiln.config.ts");
}

function listed(...definitions: AnyModelDefinition[]): Record<string, Lazy<AnyModelDefinition>> {
  return Object.fromEntries(definitions.map((one) => [one.name, async () => ({ default: one })]));
}

describe("a model", () => {
  it("is loaded when it is asked for, and once", async () => {
    const lazy = vi.fn(async () => ({ default: parcel }));
    const all = models({ parcel: lazy, ...listed(other) });
    expect(all.names).toEqual(["parcel", "other"]);
    await all.definition("other");
    expect(lazy).not.toHaveBeenCalled();
    expect(await all.definition("parcel")).toBe(await all.definition("parcel"));
    expect(lazy).toHaveBeenCalledTimes(1);
  });

  it.each<[what: string, lazy: () => Promise<unknown>, message: RegExp]>([
    ["throws", () => Promise.reject(new Error("no table")), /kiln\.config\.ts: no table/],
    ["exports something else", async () => ({ default: {} }), /default export is no model\n.*lists it as "parcel"/],
    ["exports nothing", async () => ({}), /default export is no model/],
    ["has another name", async () => ({ default: other }), /calls itself "other", and the config calls it "parcel"/],
  ])("that %s is refused, and hurts alone", async (_, lazy, message) => {
    const all = models({ parcel: lazy as Lazy<AnyModelDefinition>, ...listed(other) });
    await expect(all.definition("parcel")).rejects.toThrow(message);
    await expect(all.definition("parcel")).rejects.toThrow(UsageError);
    const broken: string[] = [];
    expect(await all.all((name) => broken.push(name))).toEqual({ other });
    expect(broken).toEqual(["parcel"]);
  });

  it("that nobody lists gets a guess", async () => {
    await expect(models(listed(parcel)).definition("parcle")).rejects.toThrow(
      'there is no model "parcle"\nDid you mean parcel? The models are parcel.',
    );
  });

  it("that shares a processing with another one is an error that names both", async () => {
    const twin = { ...other, name: "twin", processings: parcel.processings };
    const all = models(listed(parcel, twin));
    await expect(all.all(() => undefined)).rejects.toThrow(
      'the models parcel and twin both have a processing "parcel@1"',
    );
  });
});

describe("a recipe", () => {
  it("is the model's own", async () => {
    const own = { ...parcel, recipe: async () => ({ default: parcelRecipe }) };
    const project = models(listed(own));
    // With the folder of the project, which its data's paths start from.
    expect(await recipeOf(project, "parcel")).toEqual({ ...parcelRecipe, base: project.root });
  });

  it.each<[what: string, recipe: (() => Promise<unknown>) | undefined, message: RegExp]>([
    ["that there is not", undefined, /has no recipe/],
    ["that is something else", async () => ({ default: {} }), /recipe of "parcel" is not what defineRecipe/],
    ["of another model", async () => ({ default: { ...parcelRecipe, model: other } }), /"parcel" trains "other"/],
    ["that throws", () => Promise.reject(new TypeError("x is no function")), /TypeError: x is no function/],
  ])("%s is refused", async (_, recipe, message) => {
    const own = { ...parcel, recipe } as AnyModelDefinition;
    await expect(recipeOf(models(listed(own)), "parcel")).rejects.toThrow(message);
    await expect(recipeOf(models(listed(own)), "parcel")).rejects.toThrow(UsageError);
  });
});
