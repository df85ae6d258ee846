import { describe, expect, test } from "vitest";
import { InputError } from "../../../core/errors.js";
import type { Manifest } from "../../../core/manifest.js";
import { noPictures, type OperationContext } from "../../../core/operation.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { classify } from "../../../models/trend/classify.js";
import { trendContract } from "../../../models/trend/contract.js";

/** A context whose graph answers the mean increment, scaled, and keeps what it was fed. */
function contextOf(window: number, simulated: boolean): { context: OperationContext; feeds: Tensors[] } {
  const feeds: Tensors[] = [];
  const manifest = {
    name: "trend",
    version: 3,
    contract: trendContract({ window, label: "weekly" }),
    training: { data: { simulated } },
  } as unknown as Manifest;
  const context: OperationContext = {
    manifests: { trend: manifest },
    pictures: noPictures,
    infer: async (_, given) => {
      feeds.push(given);
      const data = given.increments?.data ?? [];
      const rows = given.increments?.dims[0] ?? 0;
      const probability = Float32Array.from({ length: rows }, (_, row) => (data[row * window] as number) / 100);
      return { probability: makeTensor("float32", [rows], probability) };
    },
  };
  return { context, feeds };
}

async function ask(request: unknown, window = 7, simulated = false) {
  const { context, feeds } = contextOf(window, simulated);
  const answer = await classify.run(classify.request.parse(request), context);
  if (!("json" in answer) || typeof answer.json === "function") throw new Error("the answer is no JSON");
  return { json: classify.response.parse(answer.json) as Record<string, unknown>, feeds: feeds[0] as Tensors };
}

const days = (count: number, from = 1): number[] => Array.from({ length: count }, (_, i) => from + i);

describe("classify", () => {
  test("feeds the last days of each series, with the weekday of the first of them", async () => {
    // 2021-03-01 was a Monday; the window of 7 days that ends there began on a Tuesday.
    const { feeds } = await ask({
      series: [
        { name: "France", values: days(9), end: "2021-03-01" },
        { name: "Peru", values: days(7, 50), end: "2021-03-07" },
      ],
    });
    expect(feeds.increments?.dims).toEqual([2, 7]);
    expect([...(feeds.increments?.data ?? [])]).toEqual([...days(7, 3), ...days(7, 50)]);
    expect(feeds.start_weekday).toMatchObject({ type: "int32", dims: [2, 1] });
    expect([...(feeds.start_weekday?.data ?? [])]).toEqual([1, 0]);
  });

  test("takes running totals, and corrections", async () => {
    const values = [100, 110, 130, 130, 90, 95, 100, 160];
    const { feeds } = await ask({ series: [{ name: "X", values, end: "2021-03-01" }], cumulative: true });
    expect([...(feeds.increments?.data ?? [])]).toEqual([10, 20, 0, -40, 5, 5, 60]);
  });

  test("answers with names, codes, labels, the question, and where it comes from", async () => {
    const { json } = await ask({
      series: [
        { name: "Korea, South", values: days(7, 70), end: "2021-03-01" },
        { name: "Atlantis", values: days(7, 20), end: "2021-03-01" },
      ],
    });
    expect(json).toMatchObject({
      model: "trend",
      version: 3,
      simulated: false,
      results: [
        { name: "Korea, South", iso: "KR", label: "increase" },
        { name: "Atlantis", iso: null, label: "decrease" },
      ],
    });
    expect(json.meaning).toMatch(/next 7 days/);
    expect(json.notice).toMatch(/^No forecast to act on/);
  });

  test("of a window without a case says so, asks the graph nothing, and keeps the order", async () => {
    const none = { name: "Antarctica", values: [5, ...Array(7).fill(0)], end: "2021-03-01" };
    const { json, feeds } = await ask({
      series: [
        none,
        { name: "France", values: days(7, 70), end: "2021-03-01" },
        // A correction takes cases back: it is none.
        { ...none, name: "Malta", values: [0, 0, -3, 0, 0, 0, 0] },
        { name: "Peru", values: [0, 0, 0, 0, 0, 0, 1], end: "2021-03-01" },
      ],
    });
    expect(feeds.increments?.dims).toEqual([2, 7]);
    expect(json.results).toEqual([
      { name: "Antarctica", iso: "AQ", label: "no recent cases", probability: null },
      { name: "France", iso: "FR", label: "increase", probability: expect.closeTo(0.7, 6) },
      { name: "Malta", iso: "MT", label: "no recent cases", probability: null },
      { name: "Peru", iso: "PE", label: "decrease", probability: 0 },
    ]);
  });

  test("of nothing but windows without a case is an answer too, by running totals as well", async () => {
    const { context, feeds } = contextOf(7, false);
    const series = [{ name: "X", values: Array(8).fill(12), end: "2021-03-01" }];
    const answer = await classify.run(classify.request.parse({ series, cumulative: true }), context);
    expect(answer).toMatchObject({ json: { results: [{ label: "no recent cases", probability: null }] } });
    expect(feeds).toEqual([]);
  });

  test("says simulated when the model learnt from simulated epidemics", async () => {
    const { json } = await ask({ series: [{ name: "X", values: days(7), end: "2021-03-01" }] }, 7, true);
    expect(json.simulated).toBe(true);
    expect(json.notice).toMatch(/^Simulated/);
  });

  test("its own example works for the longest window", async () => {
    await ask(classify.example, 56);
    await ask({ ...(classify.example as object), cumulative: true }, 56);
  });

  const one = { name: "X", values: days(7), end: "2021-03-01" };
  test.each<[string, unknown, RegExp]>([
    [
      "too few values",
      { series: [one, { ...one, values: days(6) }] },
      /^\/series\/1\/values: 6 values, needs at least 7 daily/,
    ],
    [
      "too few totals",
      { series: [one], cumulative: true },
      /\/series\/0\/values: 7 values, needs at least 8 running totals/,
    ],
    [
      "a day that does not exist",
      { series: [{ ...one, end: "2021-02-30" }] },
      /\/series\/0\/end: "2021-02-30" is no date/,
    ],
    [
      "a count beyond the contract",
      { series: [{ ...one, values: [...days(6), 2e9] }] },
      /\/series\/0\/values\/6: 2000000000/,
    ],
  ])("%s: an error that names the field", async (_, request, message) => {
    await expect(ask(request)).rejects.toThrow(InputError);
    await expect(ask(request)).rejects.toThrow(message);
  });

  test.each<[string, unknown, (string | number)[]]>([
    ["no series", { series: [] }, ["series"]],
    ["text for a number", { series: [{ ...one, values: [1, "2"] }] }, ["series", 0, "values", 1]],
    ["NaN", { series: [{ ...one, values: [Number.NaN] }] }, ["series", 0, "values", 0]],
    ["no end", { series: [{ name: "X", values: [1] }] }, ["series", 0, "end"]],
    ["no name", { series: [{ ...one, name: "" }] }, ["series", 0, "name"]],
    ["a word for cumulative", { series: [one], cumulative: "yes" }, ["cumulative"]],
    ["too many series", { series: Array(2001).fill(one) }, ["series"]],
  ])("%s: the schema names the field", (_, request, path) => {
    expect(classify.request.safeParse(request).error?.issues[0]?.path).toEqual(path);
  });
});

describe("five classes", () => {
  const contract = trendContract({ window: 7, label: "weekly5" });
  const manifest = { name: "trend", version: 1, contract, training: { data: { simulated: false } } };
  const answered = async (probabilities: number[]) => {
    const context = {
      manifests: { trend: manifest as unknown as Manifest },
      pictures: noPictures,
      infer: async () => ({
        probability: makeTensor("float32", [1, probabilities.length], Float32Array.from(probabilities)),
      }),
    };
    const request = classify.request.parse({ series: [{ name: "France", values: days(7), end: "2021-03-01" }] });
    const answer = await classify.run(request, context);
    if (!("json" in answer) || typeof answer.json === "function") throw new Error("the answer is no JSON");
    const { results } = classify.response.parse(answer.json) as { results: Record<string, unknown>[] };
    return results[0];
  };

  test("the likeliest is the label; both rises together are the probability of an increase", async () => {
    const result = await answered([0.125, 0.125, 0.375, 0.25, 0.125]);
    expect(result).toMatchObject({ label: "stable", probability: 0.375 });
    expect(result?.classes).toEqual({
      "strong fall": 0.125,
      fall: 0.125,
      stable: 0.375,
      rise: 0.25,
      "strong rise": 0.125,
    });
  });

  test("a window without a case has no classes either", async () => {
    const request = classify.request.parse({ series: [{ name: "X", values: Array(7).fill(0), end: "2021-03-01" }] });
    const answer = await classify.run(request, {
      manifests: { trend: manifest as unknown as Manifest },
      pictures: noPictures,
      infer: () => Promise.reject(new Error("nothing is to be asked")),
    });
    expect(answer).toMatchObject({ json: { results: [{ name: "X", iso: null, label: "no recent cases" }] } });
    expect(JSON.stringify(answer)).not.toContain("classes");
  });

  test("a graph that gives as many numbers as the contract has no labels for is refused", async () => {
    await expect(answered([0.5, 0.5])).rejects.toThrow(/2 probabilities for 5 labels/);
  });
});
