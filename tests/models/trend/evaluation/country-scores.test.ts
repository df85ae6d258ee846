/** The quick scores of a bootstrap, beside the plain ones; what an interval allows to be said; ranks. */
import { expect, test } from "vitest";
import { at } from "../../../../core/at.js";
import { Random } from "../../../../core/random.js";
import { countryScorer } from "../../../../models/trend/evaluation/country-scores.js";
import { measurePart } from "../../../../models/trend/evaluation/part.js";
import { rankCorrelation } from "../../../../models/trend/evaluation/rank-correlation.js";
import { verdictOf } from "../../../../models/trend/evaluation/verdict.js";
import { scoresOf } from "../../../../models/trend/scores.js";

const random = Random.seeded(1, "country scores");
const country = Int32Array.from({ length: 300 }, (_, row) => row % 12);
const truth = Uint8Array.from(country, () => random.integer(2));
const graded = Float64Array.from(truth, (y) => Math.min(0.999, Math.max(0.001, 0.3 + 0.4 * y + 0.3 * random.normal())));
const certain = graded.map((p) => (p > 0.6 ? 1 : 0));

test.each([
  ["graded", graded],
  ["of 0 and 1 alone", certain],
  ["all alike", new Float64Array(300)],
])("answers %s have the scores that row by row they have", (_, probability) => {
  const score = countryScorer({ truth, probability }, country);
  for (let draw = 0; draw < 20; draw++) {
    const drawn = Array.from({ length: 12 }, () => random.integer(4));
    const weights = Float64Array.from(country, (one) => drawn[one] as number);
    const rows = [...weights].flatMap((weight, row) => Array<number>(weight).fill(row));
    const written = { truth: rows.map((row) => at(truth, row)), probability: rows.map((row) => at(probability, row)) };
    const { auc, mcc, accuracy } = scoresOf(written);
    const found = score(weights);
    expect(found.auc).toBeCloseTo(auc, 12);
    expect(found.mcc).toBeCloseTo(mcc, 12);
    expect(found.accuracy).toBeCloseTo(accuracy, 12);
  }
});

test("where one answer has no weight, the area is that of chance", () => {
  const score = countryScorer({ truth: [1, 1, 0], probability: [1, 0, 0] }, [0, 0, 1]);
  expect(score([1, 1, 0]).auc).toBe(0.5);
});

const rows = {
  truth,
  country,
  model: graded,
  phase: Array.from(truth, () => null),
  activity: Array.from(truth, () => "many" as const),
  baselines: { trees: graded, logistic: certain },
};

test("a part says of every baseline by how much the model is ahead, paired", () => {
  const { ahead, baselines } = measurePart(rows, 1);
  expect(Object.keys(baselines)).toEqual(["trees", "logistic"]);
  // Against itself the difference is 0 in every resample; unpaired it would have a width.
  const level = { value: 0, low: 0, high: 0 };
  expect(ahead[0]).toEqual({ of: "trees", auc: level, mcc: level, accuracy: level });
  expect(ahead[1]?.auc?.value).toBeGreaterThan(0);
  expect(ahead[1]?.auc?.low).toBeLessThan(ahead[1]?.auc?.high ?? Number.NaN);
});

test("with few countries there is a difference, and no interval to tell anything by", () => {
  const { ahead, intervals, countries } = measurePart({ ...rows, country: country.map((one) => one % 3) }, 1);
  expect(countries).toBe(3);
  expect(intervals.mcc).toMatchObject({ low: null, high: null });
  expect(intervals.mcc.value).toBeGreaterThan(0);
  for (const one of ahead) expect([verdictOf(one.mcc), verdictOf(one.accuracy)]).toEqual([null, null]);
});

test("ahead and behind are said only of intervals that do not hold 0", () => {
  expect(verdictOf({ low: 0.001, high: 0.1 })).toBe("ahead");
  expect(verdictOf({ low: -0.1, high: -0.001 })).toBe("behind");
  expect(verdictOf({ low: -0.1, high: 0.1 })).toBe("not shown");
  expect(verdictOf({ low: 0, high: 0.1 })).toBe("not shown");
});

test("rank correlation is Spearman's, with ties", () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 1000])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  // By hand: ranks 1, 2.5, 2.5, 4 beside 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
  expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
});
