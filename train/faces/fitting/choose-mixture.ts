/** Which mixture describes the latent numbers best: the one under which held-out pictures are likeliest. */
import type { Mixture } from "../../../models/faces/mixture.js";
import type { Random } from "../../../models/random.js";
import type { Reporter } from "../../../models/reporter.js";
import type { Rows } from "../statistics/moments.js";
import { type FittedMixture, fitMixture, meanLogLikelihood } from "./expectation.js";
import type { Covariance } from "./gaussian.js";

/** Numbers of components that are tried. */
const CANDIDATES: readonly (readonly [Covariance, number])[] = [
  ["full", 1],
  ["full", 4],
  ["full", 8],
  ["full", 16],
  ["full", 32],
  ["diagonal", 16],
  ["diagonal", 64],
];
/** Rows that a component needs for each number it is fitted to. */
const ROWS_PER_NUMBER = 0.5;

/** A mixture and how it was chosen. */
export interface ChosenMixture {
  readonly mixture: Mixture;
  /** Mean log density of held-out rows under each candidate, in nats. */
  readonly tried: readonly { covariance: Covariance; components: number; heldOut: number }[];
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
  const allowed = CANDIDATES.filter(([covariance, components], i) => {
    const numbers = covariance === "full" ? (training.width * (training.width + 3)) / 2 : 2 * training.width;
    return i === 0 || training.count >= components * numbers * ROWS_PER_NUMBER;
  });
  const tried: { covariance: Covariance; components: number; heldOut: number; fitted: FittedMixture }[] = [];
  for (const [i, [covariance, components]] of allowed.entries()) {
    reporter.progress({ label: "fitting the mixture", done: i, total: allowed.length, unit: "candidates" });
    const label = `mixture ${covariance} ${components}`;
    const fitted = await fitMixture(training, { components, covariance, random: random(label), signal });
    tried.push({ covariance, components, heldOut: meanLogLikelihood(heldOut, fitted), fitted });
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
    tried: tried.map(({ covariance, components, heldOut: value }) => ({ covariance, components, heldOut: value })),
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
