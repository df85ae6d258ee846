/** Means over seeds with their spread, and how far one contender is ahead of another, with an interval by country. */
import { countryScorer } from "../../../models/trend/evaluation/country-scores.js";
import { bootstrapByGroup, type Interval } from "../../../models/trend/metrics/bootstrap.js";
import { auc, confusion, mcc } from "../../../models/trend/scores.js";
import type { Rows } from "./protocol.js";

/** A figure over seeds. */
export interface Mean {
  readonly mean: number;
  /** Standard deviation over seeds, with n - 1; 0 for one seed. */
  readonly sd: number;
}

/** AUC and MCC of a contender: each seed by itself, and the mean probability of all seeds. */
export interface Figures {
  readonly auc: Mean;
  readonly mcc: Mean;
  readonly ensembleAuc: number;
  readonly ensembleMcc: number;
}

/** Our figure less theirs, with the 95 % interval of resampled countries. */
export interface Lead {
  /** Of the means over seeds. */
  readonly auc: Interval;
  readonly mcc: Interval;
  /** Of the ensembles of all seeds. */
  readonly ensembleAuc: Interval;
  readonly ensembleMcc: Interval;
}

/** Figures of the probabilities that each seed gave. */
export function figuresOf({ truth }: Rows, seeds: readonly Float64Array[]): Figures {
  const together = { truth, probability: ensemble(seeds) };
  return {
    auc: meanOf(seeds.map((probability) => auc({ truth, probability }))),
    mcc: meanOf(seeds.map((probability) => mcc(confusion({ truth, probability })))),
    ensembleAuc: auc(together),
    ensembleMcc: mcc(confusion(together)),
  };
}

/** How far ours is ahead of theirs on the same rows: both are scored in each resample, so the pairing is kept. */
export function leadOf(
  { truth, country }: Rows,
  ours: readonly Float64Array[],
  theirs: readonly Float64Array[],
  seed: number,
): Lead {
  const sides = [ours, theirs].map((seeds) => ({
    single: seeds.map((probability) => countryScorer({ truth, probability }, country)),
    all: countryScorer({ truth, probability: ensemble(seeds) }, country),
  }));
  return bootstrapByGroup(
    country,
    (weights) => {
      const [us, them] = sides.map(({ single, all }) => ({
        single: single.map((score) => score(weights)),
        all: all(weights),
      }));
      if (us === undefined || them === undefined) throw new RangeError("two sides are compared");
      const average = (scores: readonly Score[], name: keyof Score) => meanOf(scores.map((score) => score[name])).mean;
      return {
        auc: average(us.single, "auc") - average(them.single, "auc"),
        mcc: average(us.single, "mcc") - average(them.single, "mcc"),
        ensembleAuc: us.all.auc - them.all.auc,
        ensembleMcc: us.all.mcc - them.all.mcc,
      };
    },
    { seed },
  );
}

interface Score {
  readonly auc: number;
  readonly mcc: number;
}

function ensemble(seeds: readonly Float64Array[]): Float64Array {
  const rows = seeds[0]?.length ?? 0;
  return Float64Array.from({ length: rows }, (_, row) => meanOf(seeds.map((values) => values[row] as number)).mean);
}

function meanOf(values: readonly number[]): Mean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
