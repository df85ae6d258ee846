import { describe, expect, test } from "vitest";
import { Random } from "../../../core/random.js";
import { binned, chooseBins } from "../../../train/baselines/gradient-boosting/bins.js";
import { fitGradientBoosting } from "../../../train/baselines/gradient-boosting/gradient-boosting.js";
import { holdOut } from "../../../train/baselines/gradient-boosting/hold-out.js";
import { answersOf, fourFeatures } from "./examples.js";

const features = fourFeatures(0, 400);
const truth = answersOf(features);
const unseen = fourFeatures(400, 8);

/**
 * Two thousand rows and small trees: on few rows some splits are equally good, and rounding decides which is taken. Two of
 * the features have more distinct values than there are bins.
 */
describe("gradient-boosted trees say what HistGradientBoostingClassifier of scikit-learn 1.9.1 says", () => {
  const many = fourFeatures(0, 2000);
  const answers = answersOf(many);
  const next = fourFeatures(2000, 8);

  test.each([
    {
      options: { iterations: 20, leaves: 6 },
      expected: [
        0.6841355570596207, 0.280774882336476, 0.3006016200736618, 0.4886274201069431, 0.5093231275519495,
        0.5088871416391147, 0.5673080016788586, 0.4573354912709355,
      ],
    },
    {
      options: { iterations: 40, leaves: 8, learningRate: 0.2, minimumRows: 50, penalty: 1 },
      expected: [
        0.6719802210042549, 0.08395997846192736, 0.02900756409777874, 0.7565451009319003, 0.510401660324703,
        0.268591277941732, 0.8025195777965117, 0.34443864531755286,
      ],
    },
  ])("with $options", async ({ options, expected }) => {
    const model = await fitGradientBoosting(many, answers, { seed: 1, ...options });
    expect(model.trees.length).toBe(options.iterations);
    // It keeps gradients in single precision.
    const said = model.predict(next);
    expected.forEach((probability, i) => {
      expect(said[i]).toBeCloseTo(probability, 7);
    });
  });
});

describe("early stopping", () => {
  test("ends before the last tree when nothing is to be learnt, and gives the same for the same seed", async () => {
    const random = Random.seeded(5, "noise");
    const noise = Uint8Array.from({ length: 400 }, () => random.integer(2));
    const grown = (seed: number) => fitGradientBoosting(features, noise, { seed, earlyStopping: true });
    const [first, second, other] = [await grown(1), await grown(1), await grown(2)];
    expect(first.trees.length).toBeLessThan(40);
    expect(first.predict(unseen)).toEqual(second.predict(unseen));
    expect(other.predict(unseen)).not.toEqual(first.predict(unseen));
  });

  test("holds out the same share of both classes", () => {
    const answers = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const { kept, held } = holdOut(answers, 0.1, Random.seeded(1));
    expect(held.length).toBe(100);
    expect(kept.length).toBe(900);
    expect(held.filter((row) => answers[row] === 1).length).toBe(10);
    expect(new Set([...kept, ...held]).size).toBe(1000);
  });
});

describe("bins", () => {
  test("of few values lie half-way between them", () => {
    const column = { rows: 5, columns: 1, values: Float64Array.of(3, 1, 1, 7, 3) };
    const binning = chooseBins(column);
    expect(binning.map((ends) => [...ends])).toEqual([[2, 5]]);
    expect([...(binned(column, binning)[0] ?? [])]).toEqual([1, 0, 0, 2, 1]);
  });

  test("of many values hold about as many rows each", () => {
    const column = { rows: 10_000, columns: 1, values: Float64Array.from({ length: 10_000 }, (_, i) => i ** 2) };
    const counts = new Uint32Array(255);
    for (const bin of binned(column, chooseBins(column))[0] ?? []) counts[bin] = (counts[bin] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(38);
    expect(Math.max(...counts)).toBeLessThanOrEqual(41);
  });

  test("of a constant feature are one, and it is never split", async () => {
    const constant = { rows: 60, columns: 1, values: new Float64Array(60).fill(4) };
    const answers = Uint8Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const model = await fitGradientBoosting(constant, answers, { seed: 1, iterations: 3 });
    expect([...model.predict(constant)].every((p) => Math.abs(p - 1 / 3) < 1e-9)).toBe(true);
  });
});

describe("what it refuses", () => {
  test("one class alone", async () => {
    await expect(fitGradientBoosting(features, new Uint8Array(400), { seed: 1 })).rejects.toThrow(/the same/);
  });

  test("a table to predict that is not of the fitted columns, or shorter than it says", async () => {
    const trees = await fitGradientBoosting(features, truth, { seed: 1, iterations: 1 });
    const table = (rows: number, columns: number, length: number) => ({
      rows,
      columns,
      values: new Float64Array(length),
    });
    expect(() => trees.predict(table(1, 3, 3))).toThrow(/3 features, fitted with 4/);
    expect(() => trees.predict(table(2, 4, 7))).toThrow(/7 values are not 2 rows of 4/);
  });

  test("to go on when it is told to stop", async () => {
    const signal = AbortSignal.abort();
    await expect(fitGradientBoosting(features, truth, { seed: 1, signal })).rejects.toThrow(/stopped while fitting/);
  });
});
