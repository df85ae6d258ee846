import { expect, it, vi } from "vitest";
import type { AnyModelDefinition } from "../../core/definition.js";
import { findDefinition } from "../../web/models/find-definition.js";

it("loads the one definition that has the code of a processing, and none for others", async () => {
  const definition = { name: "pair" } as AnyModelDefinition;
  const wanted = vi.fn(async () => ({ default: definition }));
  const other = vi.fn(async () => ({ default: { name: "other" } as AnyModelDefinition }));
  const models = [
    { name: "other", processings: ["other@1"], definition: other },
    { name: "pair", processings: ["pair@1", "pair@2"], definition: wanted },
  ];
  expect(await findDefinition(models, "pair@2")).toBe(definition);
  expect(await findDefinition(models, "pair@3")).toBeUndefined();
  expect([wanted.mock.calls.length, other.mock.calls.length]).toEqual([1, 0]);
});
