/** Linear regression with a small L2 penalty on standardised features: the ridge of scikit-learn with its default strength. */
import { cholesky, packed, solveLower, solveUpper } from "../cholesky.js";
import { checkExamples, checkReadable, type FeatureMatrix } from "./matrix.js";

/** A fitted line. */
export interface LinearRegression {
  /** The number that each row is told. */
  predict(features: FeatureMatrix): Float64Array;
}

/**
 * Fits numbers.
 *
 * @param penalty strength; 1 unless told.
 * @throws RangeError when the rows do not fit together or hold a number that is not finite.
 *
 * @example
 * ```ts
 * const line = fitLinear({ rows: 2, columns: 1, values: Float64Array.of(0, 1) }, [3, 5]);
 * ```
 */
export function fitLinear(features: FeatureMatrix, truth: ArrayLike<number>, penalty = 1): LinearRegression {
  checkExamples(features, truth);
  const { rows, columns, values } = features;
  const mean = Array.from(truth).reduce((sum, value) => sum + value, 0) / rows;
  // The intercept is free of the penalty: everything is measured from the means.
  const centres = new Float64Array(columns);
  values.forEach((value, i) => {
    centres[i % columns] = (centres[i % columns] as number) + value / rows;
  });
  const centred = (matrix: Float64Array, row: number, i: number): number =>
    (matrix[row * columns + i] as number) - (centres[i] as number);
  const matrix = new Float64Array((columns * (columns + 1)) / 2);
  const weights = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      const x = centred(values, row, i);
      weights[i] = (weights[i] as number) + x * ((truth[row] as number) - mean);
      for (let j = 0; j <= i; j++) {
        const at = packed(i, j);
        matrix[at] = (matrix[at] as number) + x * centred(values, row, j);
      }
    }
  }
  for (let i = 0; i < columns; i++) matrix[packed(i, i)] = (matrix[packed(i, i)] as number) + penalty;
  const factor = cholesky(matrix, columns, 1e-12);
  solveLower(factor, weights);
  solveUpper(factor, weights);
  return {
    predict(given) {
      checkReadable(given, columns);
      return Float64Array.from({ length: given.rows }, (_, row) => {
        let told = mean;
        for (let i = 0; i < columns; i++) told += (weights[i] as number) * centred(given.values, row, i);
        return told;
      });
    },
  };
}
