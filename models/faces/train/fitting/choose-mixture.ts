/** Which mixture describes the latent numbers best: the one under which held-out pictures are likeliest. */

import type { Random, Reporter } from "kilnjs";
import type { Mixture } from "../../mixture.js";
import type { Rows } from "../statistics/moments.js";
import { type FittedMixture, fitMixture, meanLogLikelihood } from "./expectation.js";
import type { Covariance } from "./gaussian.js";

/** One way to fit. */
interface Candidate {
  readonly covariance: Covariance;
  readonly components: number;
  readonly shrinkage: number;
}

/** What is tried. */
const CANDIDATES: readonly Candidate[] = [
  ...[1, 4, 8, 16, 32].map((components): Candidate => ({ covariance: "full", components, shrinkage: 0 })),
  { covariance: "full", components: 64, shrinkage: 8 },
  ...[16, 64].map((components): Candidate => ({ covariance: "diagonal", components, shrinkage: 0 })),
];
/** Rows that a component needs for each number it is fitted to; one that is shrunk leans on the others. */
const ROWS_PER_NUMBER = { alone: 0.5, shrunk: 0.25 } as const;

/** A mixture and how it was chosen. */
export interface ChosenMixture {
  readonly mixture: Mixture;
  /** Mean log density of held-out rows under each candidate, in nats. */
  readonly tried: readonly (Candidate & { heldOut: number })[];
}

/**
 * Fits the candidates that the number of rows allows, and keeps the best on held-out rows.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function chooseMixture(
  training: Rows,
  heldOut: Rows,
  random: (label: string) => Random,
  reporter: Reporter,
  signal?: AbortSignal,
): Promise<ChosenMixture> {
  const allowed = CANDIDATES.filter(({ covariance, components, shrinkage }, i) => {
    const numbers = covariance === "full" ? (training.width * (training.width + 3)) / 2 : 2 * training.width;
    const rows = components * numbers * ROWS_PER_NUMBER[shrinkage === 0 ? "alone" : "shrunk"];
    return i === 0 || training.count >= rows;
  });
  const tried: (Candidate & { heldOut: number; fitted: FittedMixture })[] = [];
  for (const [i, candidate] of allowed.entries()) {
    reporter.progress({ label: "fitting the mixture", done: i, total: allowed.length, unit: "candidates" });
    const label = `mixture ${candidate.covariance} ${candidate.components}`;
    const fitted = await fitMixture(training, { ...candidate, random: random(label), signal });
    tried.push({ ...candidate, heldOut: meanLogLikelihood(heldOut, fitted), fitted });
  }
  reporter.progress({
    label: "fitting the mixture",
    done: allowed.length,
    total: allowed.length,
    unit: "candidates",
  });
  const best = tried.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
  return {
    mixture: toStored(best.fitted),
    tried: tried.map(({ fitted: _, ...candidate }) => candidate),
  };
}

/** Float precision is enough, and a third of the digits. */
function toStored({ weights, components }: FittedMixture): Mixture {
  return {
    covariance: components[0]?.covariance ?? "diagonal",
    weights: Array.from(weights),
    means: components.map(({ mean }) => Array.from(mean, shortened)),
    spreads: components.map(({ spread }) => Array.from(spread, shortened)),
  };
}

function shortened(value: number): number {
  return Number(value.toPrecision(7));
}
