/** Which tabs there are, in which order, and where an address leads. */
import { afterEach, expect, it, vi } from "vitest";
import type { Site } from "../../../core/site.js";
import { type LoadedView, loadViews, offeredViews, titleOf } from "../../../web/app/offered-views.js";
import { placeOf } from "../../../web/app/place.js";
import { hashOf, readRoute } from "../../../web/app/route.js";
import type { View } from "../../../web/app/view.js";

const component = (): never => {
  throw new Error("no test opens a view");
};
const view = (en: string, order?: number): View => ({
  kind: "view",
  titles: { en },
  component,
  ...(order === undefined ? {} : { order }),
});

function siteOf(...models: readonly (readonly [name: string, processing: string])[]): Site {
  return {
    formatVersion: 1,
    models: models.map(([name, processing]) => ({
      name,
      processing,
      version: 1,
      title: name,
      summary: "",
      graphs: [],
    })),
  };
}

const loaded: readonly LoadedView[] = [
  { name: "last", processings: ["last@1"], view: view("Last", 9) },
  { name: "parcel", processings: ["parcel@1", "parcel@2"], view: view("Parcels") },
  { name: "pair", processings: ["pair@1"], view: view("Pairs") },
];

afterEach(() => vi.restoreAllMocks());

it("offers the views of published models by their order, then as the config has them", () => {
  const site = siteOf(["pair", "pair@1"], ["last", "last@1"], ["other", "other@1"], ["parcel", "parcel@2"]);
  const offered = offeredViews(site, loaded);
  expect(offered.map(({ name }) => name)).toEqual(["parcel", "pair", "last"]);
  expect(offered[0]?.published).toBe(site.models[3]);
});

it("offers no view of a model that is not published, or is in a version that it has no code for", () => {
  expect(offeredViews(siteOf(["pair", "pair@7"]), loaded)).toEqual([]);
  expect(offeredViews(siteOf(), loaded)).toEqual([]);
});

it("leaves out a view that cannot be loaded, and says so", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const definition = async () => Promise.reject(new Error("not asked for"));
  const models = [
    { name: "broken", processings: [], definition, view: () => Promise.reject(new Error("cut off")) },
    { name: "plain", processings: [], definition },
    { name: "pair", processings: ["pair@1"], definition, view: async () => ({ default: view("Pairs") }) },
  ];
  expect((await loadViews(models)).map(({ name }) => name)).toEqual(["pair"]);
  expect(said).toHaveBeenCalledTimes(1);
  expect(said.mock.calls[0]?.join(" ")).toContain("the view of broken cannot be loaded");
});

it("calls a view by the page's language, else in English", () => {
  const { titles } = view("Pairs");
  expect(titleOf({ kind: "view", titles: { ...titles, "zh-Hant": "對" }, component }, "zh-Hant")).toBe("對");
  expect(titleOf({ kind: "view", titles, component }, "zh-Hant")).toBe("Pairs");
});

const offered = offeredViews(siteOf(["pair", "pair@1"], ["plain", "plain@1"], ["last", "last@1"]), loaded);

it.each([
  ["#/", "pair", "#/pair"],
  ["#/?on=wasm", "pair", "#/pair?on=wasm"],
  ["#/last?x=1", "last", "#/last?x=1"],
  ["#/models", null, "#/models"],
  ["#/models/pair", null, "#/models/pair"],
  ["#/plain?on=wasm", null, "#/models/plain?on=wasm"],
  ["#/nothing", null, "#/models/nothing"],
])("the address %s leads to the view %s, by %s", (hash, name, to) => {
  const place = placeOf(readRoute(hash), offered);
  expect(place.offered?.name ?? null).toBe(name);
  expect(hashOf(place.route)).toBe(to);
});

it("begins with the list of models where no model has a view", () => {
  const place = placeOf(readRoute("#/"), []);
  expect([place.offered, hashOf(place.route)]).toEqual([null, "#/models"]);
});
