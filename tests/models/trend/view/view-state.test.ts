/** What of the view of trend is in the address, and how its list is ordered. */
import { describe, expect, it } from "vitest";
import type { DatedResult } from "../../../../models/trend/resources/latest-results.js";
import { keyOf, ordered, readState, resultOf, writeState } from "../../../../models/trend/view/view-state.js";

const result = (name: string, iso: string | null, probability: number) =>
  ({ name, iso, probability, label: "increase", end: "2021-01-01" }) as DatedResult;
const results = [
  result("Åland", "AX", 0.5),
  result("Zambia", "ZM", 0.9),
  result("Atlantis", null, 0.2),
  result("France", "FR", 0.5),
  result("France (overseas)", "FR", 0.1),
];

describe("the address", () => {
  it("says what differs, and keeps what belongs to others", () => {
    const query = writeState(new URLSearchParams("on=wasm&sort=name"), { country: "FR", find: "ü" });
    expect(query.toString()).toBe("on=wasm&sort=name&country=FR&find=%C3%BC");
    expect(readState(query)).toEqual({ country: "FR", order: "name", find: "ü" });
    expect(writeState(query, { country: "", order: "rising", find: "" }).toString()).toBe("on=wasm");
  });

  it("is as at first where it makes no sense", () => {
    expect(readState(new URLSearchParams("sort=upwards"))).toEqual({ country: "", order: "rising", find: "" });
  });

  it("has a country by its code, and by its name where the code is not enough", () => {
    const keys = results.map((one) => keyOf(one, results));
    expect(keys).toEqual(["AX", "ZM", "Atlantis", "FR", "France (overseas)"]);
    expect(keys.map((key) => resultOf(key, results))).toEqual(results);
    expect(resultOf("DE", results)).toBeUndefined();
  });
});

describe("the list", () => {
  const names = (order: "rising" | "falling" | "name") =>
    ordered(results, order, ({ name }) => name, "en").map(({ name }) => name);

  it("goes by probability, and by name among equals", () => {
    expect(names("rising")).toEqual(["Zambia", "Åland", "France", "Atlantis", "France (overseas)"]);
    expect(names("falling")).toEqual(["France (overseas)", "Atlantis", "Åland", "France", "Zambia"]);
  });

  it("goes by name as the language sorts them, and leaves what it was given", () => {
    const before = [...results];
    expect(names("name")).toEqual(["Åland", "Atlantis", "France", "France (overseas)", "Zambia"]);
    expect(results).toEqual(before);
  });
});
