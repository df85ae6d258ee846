/** The same trees for numbers: squared differences, as scikit-learn's HistGradientBoostingRegressor has them. */
import { InterruptedError } from "../../../core/errors.js";
import { breathe } from "../../breathe.js";
import { checkExamples, checkReadable, type FeatureMatrix } from "../matrix.js";
import { binned, chooseBins } from "./bins.js";
import { growTree, type TreeNode, valueAt } from "./tree.js";

/** How to fit; the defaults are scikit-learn's. */
export interface BoostedRegressionOptions {
  readonly iterations?: number;
  readonly learningRate?: number;
  readonly leaves?: number;
  readonly minimumRows?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A fitted ensemble. */
export interface BoostedRegression {
  /** The number that each row is told. */
  predict(features: FeatureMatrix): Float64Array;
}

/**
 * Fits numbers.
 *
 * @throws RangeError when the rows do not fit together or hold a number that is not finite; InterruptedError.
 *
 * @example
 * ```ts
 * const trees = await fitBoostedRegression(training, prices);
 * const told = trees.predict(test);
 * ```
 */
export async function fitBoostedRegression(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  options: BoostedRegressionOptions = {},
): Promise<BoostedRegression> {
  checkExamples(features, truth);
  const { iterations = 100, learningRate = 0.1, leaves = 31, minimumRows = 20, signal } = options;
  const binning = chooseBins(features);
  const columns = binned(features, binning);
  const start = Array.from(truth).reduce((sum, value) => sum + value, 0) / truth.length;
  const told = new Float64Array(features.rows).fill(start);
  const hessians = new Float64Array(features.rows).fill(1);
  const trees: TreeNode[] = [];
  while (trees.length < iterations) {
    await breathe();
    if (signal?.aborted === true) throw new InterruptedError("stopped while fitting gradient-boosted trees");
    const gradients = told.map((value, row) => value - (truth[row] as number));
    const tree = growTree(columns, binning, { gradients, hessians }, { leaves, minimumRows, penalty: 0, learningRate });
    trees.push(tree.root);
    for (const { rows, value } of tree.leaves) for (const row of rows) told[row] = (told[row] as number) + value;
  }
  return {
    predict(given) {
      checkReadable(given, features.columns);
      const answers = new Float64Array(given.rows).fill(start);
      for (const tree of trees) {
        for (let row = 0; row < answers.length; row++)
          answers[row] = (answers[row] as number) + valueAt(tree, given, row);
      }
      return answers;
    },
  };
}
