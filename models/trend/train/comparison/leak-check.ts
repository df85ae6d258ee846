/**
 * What a random split would show. A window shares all days but one with its neighbours; learnt from, these tell its answer.
 * Training the network twice is too dear for every run, so short boosting stands in, on the windows of some countries: one
 * learner, the same windows asked, as many learnt from, once as the run is split and once drawn from around those asked.
 */
import { at, Random } from "kilnjs";
import type { Checks, Spread } from "../../evaluation/checks-schema.js";
import { countryScorer } from "../../evaluation/country-scores.js";
import { bootstrapByGroup, type Interval } from "../../metrics/bootstrap.js";
import { scoresOf } from "../../scores.js";
import type { WindowIndex } from "../../windows.js";
import type { TrendData } from "../dataset.js";
import type { LearningContext } from "./learned-baselines.js";
import { type LearnerRows, trainTrees } from "./learners.js";
import { drawRows, pickWindows, rowsOfWindows } from "./window-rows.js";

/** Windows that are learnt from at most, and trees: a leak shows long before the trees are at their best. */
const [MOST_ROWS, TREES] = [4000, 60];

/**
 * Asks about a half of the test windows of some countries, all drawn by the seed. The random split learns from the other half and from
 * the rest of these countries' windows, as densely as a run would; the honest one learns from as many training windows.
 *
 * @returns undefined where the settings leave learners out, where the run is itself split at random, so that there is no
 *   honest side, or where there is too little to learn from.
 * @throws InterruptedError when the signal is aborted.
 */
export async function checkLeak({ data, settings, seed, signal }: LearningContext): Promise<Checks["leak"]> {
  if (!settings.learnedBaselines || settings.splitBy === "random") return undefined;
  const { parts, table } = data;
  const random = Random.seeded(seed, "checks/leak");
  const countries = someCountries(data, random);
  const theirs = (index: WindowIndex) => pickWindows(index, rowsOfCountries(index, countries));
  const testPart = theirs(parts.test);
  const order = random.permutation(testPart.series.length);
  const half = Math.ceil(order.length / 2);
  const asked = pickWindows(testPart, order.slice(0, half).sort());
  const around = joined([theirs(parts.train), theirs(parts.validation), pickWindows(testPart, order.slice(half))]);
  const before = theirs(parts.train).series.length > 0 ? theirs(parts.train) : parts.train;
  const learnt = Math.min(around.series.length, before.series.length, MOST_ROWS);
  const draw = (index: WindowIndex): LearnerRows =>
    rowsOfWindows(table, pickWindows(index, drawRows(random, index.series.length, learnt)), settings);
  const sides = { honest: draw(before), random: draw(around) };
  if (countries.size < 2 || Object.values(sides).some(({ truth }) => isUniform(truth))) return undefined;
  const questions = rowsOfWindows(table, asked, settings);
  const answer = async (rows: LearnerRows): Promise<Float64Array> => {
    const options = { seed, weekdays: true, signal, iterations: TREES };
    return at(await trainTrees(rows, [questions], options), 0, "part");
  };
  return compare(
    questions.truth,
    asked.series,
    { honest: await answer(sides.honest), random: await answer(sides.random) },
    { learnt, seed },
  );
}

/** Countries of the test part, in random order, for as long as there are not too many windows to learn from. */
function someCountries({ parts }: TrendData, random: Random): Set<number> {
  const all = [...new Set(parts.test.series)];
  const inTraining = countByCountry(parts.train);
  const counts = all.some((country) => inTraining.has(country)) ? inTraining : countByCountry(parts.test);
  const chosen = new Set<number>();
  let windows = 0;
  for (const place of random.permutation(all.length)) {
    const country = all[place] as number;
    windows += counts.get(country) ?? 0;
    if (windows > MOST_ROWS && chosen.size >= 2) break;
    chosen.add(country);
  }
  return chosen;
}

function countByCountry({ series }: WindowIndex): Map<number, number> {
  const counts = new Map<number, number>();
  for (const country of series) counts.set(country, (counts.get(country) ?? 0) + 1);
  return counts;
}

function rowsOfCountries({ series }: WindowIndex, countries: ReadonlySet<number>): Uint32Array {
  return Uint32Array.from(series.keys()).filter((row) => countries.has(series[row] as number));
}

function isUniform(truth: Uint8Array): boolean {
  return truth.every((value) => value === truth[0]);
}

function compare(
  truth: Uint8Array,
  country: Int32Array,
  { honest, random }: { honest: Float64Array; random: Float64Array },
  { learnt, seed }: { learnt: number; seed: number },
): Checks["leak"] {
  const of = (probability: Float64Array) => {
    const { accuracy, auc, mcc } = scoresOf({ truth, probability });
    return { accuracy, auc, mcc };
  };
  const ours = countryScorer({ truth, probability: honest }, country);
  const theirs = countryScorer({ truth, probability: random }, country);
  const gain = bootstrapByGroup(
    country,
    (weights) => {
      const [low, high] = [ours(weights), theirs(weights)];
      return { auc: high.auc - low.auc, mcc: high.mcc - low.mcc };
    },
    { seed },
  );
  return {
    learner: "trees",
    learnt,
    windows: truth.length,
    honest: of(honest),
    random: of(random),
    gain: { auc: plain(gain.auc), mcc: plain(gain.mcc) },
  };
}

function plain({ estimate, low, high }: Interval): Spread {
  return { value: estimate, low, high };
}

function joined(indices: readonly WindowIndex[]): WindowIndex {
  return {
    series: Int32Array.from(indices.flatMap(({ series }) => [...series])),
    target: Int32Array.from(indices.flatMap(({ target }) => [...target])),
  };
}
