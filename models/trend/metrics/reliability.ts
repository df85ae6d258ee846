/** Is "70 %" right seven times in ten? Bins of answers with what was said and what happened. */
import { at } from "kilnjs";
import type { Answers } from "../scores.js";

/** Answers whose probability lies in [low, high); the last bin holds 1 as well. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean of the probabilities; the middle of the bin when it is empty. */
  readonly said: number;
  /** Share of increases; null when the bin is empty. */
  readonly happened: number | null;
  /** 95 % interval of that share, rows taken as independent (Wilson 1927): windows overlap, so the true one is wider. */
  readonly interval: readonly [number, number] | null;
}

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/** Bins of equal width: what a reliability diagram draws, and what the calibration error is the weighted mean of. */
export function reliabilityBins({ truth, probability }: Answers, bins = 10): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, said: 0, happened: 0 }));
  for (let row = 0; row < truth.length; row++) {
    const p = at(probability, row);
    const bin = sums[Math.min(bins - 1, Math.floor(p * bins))];
    if (bin === undefined) throw new RangeError(`row ${row}: ${p} is no probability`);
    bin.count += 1;
    bin.said += p;
    bin.happened += at(truth, row);
  }
  return sums.map(({ count, said, happened }, i) => ({
    low: i / bins,
    high: (i + 1) / bins,
    count,
    said: count === 0 ? (i + 0.5) / bins : said / count,
    happened: count === 0 ? null : happened / count,
    interval: count === 0 ? null : wilsonInterval(happened, count),
  }));
}

/** 95 % interval of a share: Wilson's score interval, which stays in [0, 1] and is sound for few rows. */
export function wilsonInterval(successes: number, trials: number): [number, number] {
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
