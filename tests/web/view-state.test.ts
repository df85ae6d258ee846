/** The order of the list of countries. */
import { expect, test } from "vitest";
import type { DatedResult } from "../../models/trend/resources/latest-results.js";
import { ordered } from "../../models/trend/view/view-state.js";

const result = (name: string, probability: number | null): DatedResult => ({
  name,
  iso: null,
  end: "2021-01-01",
  label: probability === null ? "no recent cases" : "increase",
  probability,
});
const results = [
  result("Chile", 0.2),
  result("Malta", null),
  result("Angola", 0.9),
  result("Andorra", null),
  result("Cuba", 0),
];
const names = (order: "rising" | "falling" | "name") =>
  ordered(results, order, ({ name }) => name, "en").map(({ name }) => name);

test("countries without a case come last, whether the rising or the falling ones come first", () => {
  expect(names("rising")).toEqual(["Angola", "Chile", "Cuba", "Andorra", "Malta"]);
  expect(names("falling")).toEqual(["Cuba", "Chile", "Angola", "Andorra", "Malta"]);
  expect(names("name")).toEqual(["Andorra", "Angola", "Chile", "Cuba", "Malta"]);
});
