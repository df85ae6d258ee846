/** The table of numbers that a baseline learns from. */

/** Row-major: feature `j` of example `i` is `values[i * columns + j]`. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * Checks that the pieces belong together and that every number is finite.
 *
 * @throws RangeError naming the first row that is not.
 */
export function checkExamples(features: FeatureMatrix, truth: ArrayLike<number>): void {
  const { rows, columns, values } = features;
  if (rows === 0 || columns === 0)
    throw new RangeError(`${rows} examples of ${columns} features cannot be learnt from`);
  if (values.length !== rows * columns || truth.length !== rows) {
    throw new RangeError(`${values.length} values and ${truth.length} answers are not ${rows} rows of ${columns}`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) throw new RangeError(`row ${Math.floor(bad / columns)}, feature ${bad % columns} is ${values[bad]}`);
}

/**
 * Checks that a fitted model can read every row of a table.
 *
 * @param fitted columns of the table that the model was fitted to.
 * @throws RangeError when the table has other columns, or not as many values as it says.
 */
export function checkReadable({ rows, columns, values }: FeatureMatrix, fitted: number): void {
  if (columns !== fitted) throw new RangeError(`${columns} features, fitted with ${fitted}`);
  if (values.length !== rows * columns) {
    throw new RangeError(`${values.length} values are not ${rows} rows of ${columns}`);
  }
}
