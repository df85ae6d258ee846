/**
 * What a random split would show. A window shares all days but one with its neighbours; learnt from, these tell its answer.
 * Training the network twice is too dear for every run, so boosted trees stand in: one learner, the same windows asked, as
 * many windows learnt from, once as the run is split and once at random from around those that are asked about.
 */
import { Random } from "../../../models/random.js";
import type { Checks } from "../../../models/trend/evaluation/checks-schema.js";
import { bootstrapByGroup, type Interval } from "../../../models/trend/metrics/bootstrap.js";
import { rankOrder, weightedAuc } from "../../../models/trend/metrics/ranking.js";
import { weightedConfusion } from "../../../models/trend/metrics/weighted-scores.js";
import { mcc, scoresOf } from "../../../models/trend/scores.js";
import type { WindowIndex } from "../../../models/trend/windows.js";
import type { LearnedBaselines, LearningContext } from "./learned-baselines.js";
import { trainTrees } from "./learners.js";
import { drawRows, pickWindows, rowsOfWindows } from "./window-rows.js";

/**
 * Asks about a half of the test windows, drawn by the seed; the other half is among what the random split learns from.
 *
 * @returns undefined where the run is itself split at random, so that there is no honest side.
 * @throws InterruptedError when the signal is aborted.
 */
export async function checkLeak(
  { data, settings, seed, signal }: LearningContext,
  learned: LearnedBaselines,
): Promise<Checks["leak"]> {
  if (settings.splitBy === "random") return undefined;
  const { table, parts } = data;
  const count = parts.test.series.length;
  const random = Random.seeded(seed, "checks/leak");
  const tested = drawRows(random, count, Math.ceil(count / 2));
  const held = new Set(tested);
  const rest = Uint32Array.from({ length: count }, (_, row) => row).filter((row) => !held.has(row));
  const pool = joined([parts.train, parts.validation, pickWindows(parts.test, rest)]);
  const around = rowsOfWindows(
    table,
    pickWindows(pool, drawRows(random, pool.series.length, learned.learnt)),
    settings,
  );
  if (around.truth.every((value) => value === around.truth[0])) return undefined;
  const askedIndex = pickWindows(parts.test, tested);
  const asked = rowsOfWindows(table, askedIndex, settings);
  const [leaky] = await trainTrees(around, [asked], { seed, weekdays: true, signal });
  const honest = Float64Array.from(tested, (row) => learned.answers.test.trees[row] as number);
  return compare(asked.truth, askedIndex.series, honest, leaky as Float64Array, learned.learnt, seed);
}

function compare(
  truth: Uint8Array,
  country: Int32Array,
  honest: Float64Array,
  random: Float64Array,
  learnt: number,
  seed: number,
): Checks["leak"] {
  const of = (probability: Float64Array) => {
    const { accuracy, auc, mcc } = scoresOf({ truth, probability });
    return { accuracy, auc, mcc };
  };
  const orders = { honest: rankOrder(honest), random: rankOrder(random) };
  const gain = bootstrapByGroup(
    country,
    (weights) => {
      const ours = { truth, probability: honest };
      const theirs = { truth, probability: random };
      return {
        auc: weightedAuc(theirs, weights, orders.random) - weightedAuc(ours, weights, orders.honest),
        mcc: mcc(weightedConfusion(theirs, weights)) - mcc(weightedConfusion(ours, weights)),
      };
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

function plain({ estimate, low, high }: Interval): { value: number; low: number; high: number } {
  return { value: estimate, low, high };
}

function joined(indices: readonly WindowIndex[]): WindowIndex {
  return {
    series: Int32Array.from(indices.flatMap(({ series }) => [...series])),
    target: Int32Array.from(indices.flatMap(({ target }) => [...target])),
  };
}
