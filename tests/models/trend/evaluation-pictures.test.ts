/** The pictures of an evaluation: what is in them, and what is left out. */
import { describe, expect, test } from "vitest";
import { regionNames, regionOf } from "../../../models/trend/countries/regions.js";
import { measurePart } from "../../../models/trend/evaluation/part.js";
import type { TrendEvaluation } from "../../../models/trend/evaluation/schema.js";
import type { PicturesInput } from "../../../models/trend/evaluation-pictures/input.js";
import { evaluationPictures } from "../../../models/trend/evaluation-pictures/pictures.js";
import { loadAtlas } from "../../../models/trend/resources/atlas.js";
import { readCaseTable } from "../../../models/trend/table/read-table.js";
import { smallTable } from "../../train/fixtures/table.js";

const table = readCaseTable(new TextEncoder().encode(smallTable(8, 60)), "small.csv", {});
const hostile = '<script>alert("x")</script>';

function part(countries = 10): TrendEvaluation["test"] {
  const truth = Uint8Array.from({ length: 80 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const rows = {
    truth,
    country: Int32Array.from(truth, (_, i) => i % countries),
    model: Float64Array.from(truth, (yes, i) => (yes === 1 ? 0.4 : 0.2) + (i % 10) / 20),
    baselines: { majority: new Uint8Array(80), persistence: Uint8Array.from(truth, (_, i) => i % 2) },
    phase: Array.from(truth, () => null),
    activity: Array.from(truth, (_, i) => (i < 8 ? ("none" as const) : ("many" as const))),
  };
  const worst = [
    {
      name: hostile,
      iso: null,
      end: "2020-03-01",
      increments: [1, 2, 3, 4, 5, 6, 7],
      after: [3, -2],
      probability: 0.9,
      truth: 0,
    },
  ];
  return { ...measurePart(rows, 1), eceUncalibrated: 0.125, worst };
}

const range = { firstTarget: "2020-02-01", lastTarget: "2020-03-01", windows: 80 };
const evaluation: TrendEvaluation = {
  formatVersion: 2,
  simulated: true,
  notice: "Simulated: says nothing about the world.",
  label: "weekly",
  meaning: "probability that cases rise",
  classes: ["decrease", "increase"],
  window: 7,
  temperature: 1.5,
  selection: { rule: "all", countries: [] },
  split: { by: "time", gap: 14, train: range, validation: range, test: range },
  validation: part(),
  test: part(),
  checks: {},
  latest: [
    { name: "Peru", iso: "PE", end: "2020-03-04", probability: 0.93 },
    { name: hostile, iso: null, end: "2020-03-05", probability: 0.2 },
  ],
};
const epochs = [1, 2, 3].map((epoch) => ({
  epoch,
  "training.loss": 0.7 - epoch / 20,
  "validation.loss": epoch === 2 ? 0.6 : 0.65,
  "training.accuracy": 0.6,
  "validation.accuracy": 0.58,
}));
const input: PicturesInput = {
  evaluation,
  epochs,
  table,
  selected: [...table.series.keys()],
  atlas: await loadAtlas("110m"),
};
const all = ["correlation", "loss", "accuracy", "confusion", "roc", "reliability", "largest-errors", "map"];

describe("the pictures of an evaluation", () => {
  const pictures = evaluationPictures(input);

  test("are eight, each stamped and with its notice, and no name becomes markup", () => {
    expect(Object.keys(pictures)).toEqual(all);
    for (const [name, svg] of Object.entries(pictures)) {
      expect(svg, name).toContain(">SIMULATED<");
      expect(svg.replace(/<[^>]+>/g, " "), name).toContain("Simulated: says nothing");
      expect(svg, name).not.toContain("<script");
    }
  });

  test("of real data bear no stamp", () => {
    const real = evaluationPictures({ ...input, evaluation: { ...evaluation, simulated: false } });
    for (const [name, svg] of Object.entries(real)) expect(svg, name).not.toContain(">SIMULATED<");
  });

  test("name baselines beside the curves, and mark the epoch with the least validation loss", () => {
    expect(pictures.loss).toContain("always the base rate");
    expect(pictures.loss).toContain("kept: epoch 2");
    expect(pictures.accuracy).toContain("it goes on as it went");
  });

  test("without epochs, leave out the curves; with five classes, what is for two", () => {
    const none = evaluationPictures({ ...input, epochs: [] });
    expect(Object.keys(none)).toEqual(all.filter((name) => name !== "loss" && name !== "accuracy"));
    const classes = ["a", "b", "c", "d", "e"];
    const counts = classes.map((_, i) => classes.map((_, k) => (i === k ? 5 : 1)));
    const { roc: _, reliability: __, ...model } = evaluation.test.model;
    const five = { ...evaluation, classes, test: { ...evaluation.test, model: { ...model, confusion: counts } } };
    const names = Object.keys(evaluationPictures({ ...input, evaluation: five }));
    expect(names).toEqual(all.filter((name) => name !== "roc" && name !== "reliability"));
  });

  test("write an interval behind the area only where there are countries enough to resample", () => {
    const words = (svg = "") => svg.replace(/<[^>]+>/g, " ");
    expect(words(pictures.roc)).toMatch(/\d\.\d{3} \(\d\.\d{3}–\d\.\d{3}\)/);
    expect(words(pictures.roc)).toContain("In brackets: 95 %");
    const few = words(evaluationPictures({ ...input, evaluation: { ...evaluation, test: part(3) } }).roc);
    expect(few).toContain("recurrent network");
    expect(few).not.toMatch(/\d\.\d{3}–\d\.\d{3}|In brackets/);
  });

  test("colour the map by what is said of the last days, as of the latest of them", () => {
    expect(pictures.map).toContain("as of 2020-03-05");
    expect(pictures.map).toMatch(/data-iso="PE"[^>]*><title>Peru: 93 %/);
  });
});

test("every country of the table has a region, and every region is one of the five", () => {
  for (const { iso, name } of table.series) expect(regionNames, name).toContain(regionOf(iso));
  expect([regionOf("AQ"), regionOf(null), regionOf("xx")]).toEqual([null, null, null]);
});
