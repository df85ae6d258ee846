/**
 * Gradient-boosted trees on histograms, for two classes: the algorithm of LightGBM (Ke et al. 2017) in the form and with
 * the defaults of scikit-learn's HistGradientBoostingClassifier, so that figures can be laid side by side. Own code, since
 * no package for Node was fit when it was written: the bindings of LightGBM and XGBoost compile C++ on installing or are
 * years old and untyped, and what is in plain JavaScript takes features as categories.
 */
import { InterruptedError } from "../../../core/errors.js";
import { Random } from "../../../core/random.js";
import { breathe } from "../../breathe.js";
import { logLossOf, sigmoid } from "../log-loss.js";
import { checkExamples, checkReadable, type FeatureMatrix } from "../matrix.js";
import { binned, chooseBins } from "./bins.js";
import { holdOut, takeRows } from "./hold-out.js";
import { growTree, type TreeNode, valueAt } from "./tree.js";

/** How to fit; the defaults are scikit-learn's but for `iterations`. */
export interface BoostingOptions {
  /** Draws the rows held out for early stopping; nothing else is random. */
  readonly seed: number;
  readonly iterations?: number;
  readonly learningRate?: number;
  readonly leaves?: number;
  readonly minimumRows?: number;
  /** L2 penalty on leaf values. */
  readonly penalty?: number;
  /** Stop when the loss of a held-out tenth has not fallen for ten trees; "auto" does so from 10,001 rows on. */
  readonly earlyStopping?: boolean | "auto";
  readonly signal?: AbortSignal | undefined;
}

/** A fitted ensemble. */
export interface GradientBoosting {
  readonly trees: readonly TreeNode[];
  /** Probability of class 1 for each row. */
  predict(features: FeatureMatrix): Float64Array;
}

/** Trees without a lower held-out loss after which fitting stops. */
const PATIENCE = 10;
/** Share of the rows that is held out. */
const HELD_OUT = 0.1;
/** "auto" stops early above this many rows. */
const MANY_ROWS = 10_000;
/** A loss that falls by less has not fallen. */
const TOLERANCE = 1e-7;

/**
 * Fits class 1 against class 0. A few seconds for ten thousand rows of forty features; other work gets its turn between
 * trees.
 *
 * @param truth 1 or 0 for each row, both present.
 * @throws RangeError when the rows do not fit together, hold a number that is not finite, or only one class;
 *   InterruptedError when the signal is aborted.
 *
 * @example
 * ```ts
 * const trees = await fitGradientBoosting(training, late, { seed: 1 });
 * const probabilities = trees.predict(validation);
 * ```
 */
export async function fitGradientBoosting(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  options: BoostingOptions,
): Promise<GradientBoosting> {
  checkExamples(features, truth);
  const { iterations = 200, learningRate = 0.1, leaves = 31, minimumRows = 20, penalty = 0, signal } = options;
  const { earlyStopping = "auto" } = options;
  const stopsEarly = earlyStopping === "auto" ? features.rows > MANY_ROWS : earlyStopping;
  const random = Random.seeded(options.seed, "gradient boosting");
  const held = stopsEarly ? holdOut(truth, HELD_OUT, random) : null;
  const training = held === null ? { features, truth } : takeRows(features, truth, held.kept);
  const watched = held === null ? null : takeRows(features, truth, held.held);

  const binning = chooseBins(training.features);
  const columns = binned(training.features, binning);
  const start = logOdds(training.truth);
  const logits = new Float64Array(training.features.rows).fill(start);
  const watchedLogits = new Float64Array(watched?.features.rows ?? 0).fill(start);
  const losses = watched === null ? [] : [meanLoss(watchedLogits, watched.truth)];
  const trees: TreeNode[] = [];
  while (trees.length < iterations && !hasStopped(losses)) {
    await breathe();
    if (signal?.aborted === true) throw new InterruptedError("stopped while fitting gradient-boosted trees");
    const at = derivatives(logits, training.truth);
    const tree = growTree(columns, binning, at, { leaves, minimumRows, penalty, learningRate });
    trees.push(tree.root);
    for (const { rows, value } of tree.leaves) for (const row of rows) logits[row] = (logits[row] as number) + value;
    if (watched === null) continue;
    addTree(watchedLogits, tree.root, watched.features);
    losses.push(meanLoss(watchedLogits, watched.truth));
  }
  return { trees, predict: (rows) => predict(start, trees, rows, features.columns) };
}

function predict(start: number, trees: readonly TreeNode[], features: FeatureMatrix, columns: number): Float64Array {
  checkReadable(features, columns);
  const logits = new Float64Array(features.rows).fill(start);
  for (const tree of trees) addTree(logits, tree, features);
  return logits.map(sigmoid);
}

function addTree(logits: Float64Array, tree: TreeNode, features: FeatureMatrix): void {
  for (let row = 0; row < logits.length; row++) logits[row] = (logits[row] as number) + valueAt(tree, features, row);
}

/** True when none of the last ten losses is below the one before them. */
function hasStopped(losses: readonly number[]): boolean {
  if (losses.length <= PATIENCE) return false;
  const reference = (losses.at(-PATIENCE - 1) as number) - TOLERANCE;
  return losses.slice(-PATIENCE).every((loss) => loss >= reference);
}

function derivatives(
  logits: Float64Array,
  truth: ArrayLike<number>,
): { gradients: Float64Array; hessians: Float64Array } {
  const probabilities = logits.map(sigmoid);
  return {
    gradients: probabilities.map((p, row) => p - (truth[row] as number)),
    hessians: probabilities.map((p) => p * (1 - p)),
  };
}

function logOdds(truth: ArrayLike<number>): number {
  let ones = 0;
  for (let row = 0; row < truth.length; row++) ones += truth[row] as number;
  if (ones === 0 || ones === truth.length) throw new RangeError(`all ${truth.length} answers are the same`);
  return Math.log(ones / (truth.length - ones));
}

function meanLoss(logits: Float64Array, truth: ArrayLike<number>): number {
  return logits.reduce((sum, logit, row) => sum + logLossOf(logit, truth[row] as number), 0) / logits.length;
}
