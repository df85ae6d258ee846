/** Addresses of the page, read and written. */
import { expect, it } from "vitest";
import { hashOf, readRoute } from "../../../web/app/route.js";

it.each([
  ["", "", [], ""],
  ["#/", "", [], ""],
  ["#/parcel", "parcel", [], ""],
  ["#/models/a%20b/2", "models", ["a b", "2"], ""],
  ["#//models//a", "models", ["a"], ""],
  ["#/parcel?seed=7&on=wasm", "parcel", [], "seed=7&on=wasm"],
  ["#parcel?x=1", "parcel", [], "x=1"],
  ["#/a?x=1?y=2", "a", [], "x=1"],
])("reads %s", (hash, view, path, query) => {
  const route = readRoute(hash);
  expect([route.view, route.path, route.query.toString()]).toEqual([view, path, query]);
});

it("takes an escape that was cut for what it says", () => {
  expect(readRoute("#/models/100%").path).toEqual(["100%"]);
});

it("writes what it reads, and leaves alone what a person can read", () => {
  const query = new URLSearchParams({ face: "3.2~hair:1", pad: "a,b", find: "ü&x" });
  const hash = hashOf({ view: "models", path: ["a b"], query });
  expect(hash).toBe("#/models/a%20b?face=3.2~hair:1&pad=a,b&find=%C3%BC%26x");
  const back = readRoute(hash);
  expect([back.view, back.path, [...back.query]]).toEqual(["models", ["a b"], [...query]]);
  expect(hashOf({ view: "", path: [], query: new URLSearchParams() })).toBe("#/");
});
