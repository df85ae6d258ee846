/** What a model is held against: what needs no inputs, and what needs no network. */

import { fitGradientBoosting } from "../../train/baselines/gradient-boosting/gradient-boosting.js";
import { fitBoostedRegression } from "../../train/baselines/gradient-boosting/regression.js";
import { fitLinear } from "../../train/baselines/linear.js";
import { fitLogistic } from "../../train/baselines/logistic.js";
import type { FeatureMatrix } from "../../train/baselines/matrix.js";

/** Answers of one contender to the rows of the validation and the test part, as the model gives them. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly validation: Float32Array;
  readonly test: Float32Array;
}

/** Tables of the three parts; null where the inputs are no table, or other learners are not wanted. */
export interface Tables {
  readonly training: FeatureMatrix;
  readonly validation: FeatureMatrix;
  readonly test: FeatureMatrix;
}

/** Rows by part. */
interface Rows {
  readonly validation: number;
  readonly test: number;
}

/** Always the shares of the training part; logistic regression; boosted trees. One against all others where there are more than two labels. */
export async function classContenders(
  counts: readonly number[],
  rows: Rows,
  tables: Tables | null,
  truth: ArrayLike<number>,
  { seed, signal }: { seed: number; signal: AbortSignal | undefined },
): Promise<Contender[]> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / Math.max(1, total));
  const majority: Contender = {
    name: "majority",
    title: "always the most frequent",
    validation: repeated(shares, rows.validation),
    test: repeated(shares, rows.test),
  };
  if (tables === null) return [majority];
  const known = Array.from(truth, (label) => label >= 0);
  const training = takeRows(tables.training, known);
  const labels = Array.from(truth).filter((label) => label >= 0);
  const classes = counts.flatMap((count, label) => (count > 0 && labels.includes(label) ? [label] : []));
  const wanted = counts.length === 2 ? [1] : classes;
  if (classes.length < 2) return [majority];
  const contend = async (name: string, title: string, learn: Learn): Promise<Contender> => {
    const columns = new Map<number, { validation: Float64Array; test: Float64Array }>();
    for (const label of wanted) {
      const model = await learn(
        training,
        labels.map((one) => (one === label ? 1 : 0)),
      );
      columns.set(label, { validation: model.predict(tables.validation), test: model.predict(tables.test) });
    }
    const joined = (part: keyof Rows) => joinedShares(columns, part, counts.length, rows[part]);
    return { name, title, validation: joined("validation"), test: joined("test") };
  };
  return [
    majority,
    await contend("logistic", "logistic regression", async (features, is) => fitLogistic(features, is)),
    await contend("trees", "boosted trees", (features, is) =>
      fitGradientBoosting(features, is, { seed, iterations: 100, signal }),
    ),
  ];
}

type Learn = (
  features: FeatureMatrix,
  truth: readonly number[],
) => Promise<{ predict(features: FeatureMatrix): Float64Array }>;

/** Always the mean of the training part; linear regression; boosted trees. Each number of an output for itself. */
export async function numberContenders(
  means: readonly number[],
  rows: Rows,
  tables: Tables | null,
  truth: ArrayLike<number>,
  { signal }: { signal: AbortSignal | undefined },
): Promise<Contender[]> {
  const mean: Contender = {
    name: "mean",
    title: "always the mean",
    validation: repeated(means, rows.validation),
    test: repeated(means, rows.test),
  };
  if (tables === null) return [mean];
  const width = means.length;
  const contend = async (name: string, title: string, learn: Learn): Promise<Contender> => {
    const validation = new Float32Array(rows.validation * width);
    const test = new Float32Array(rows.test * width);
    for (let i = 0; i < width; i++) {
      const column = Array.from({ length: tables.training.rows }, (_, row) => truth[row * width + i] ?? Number.NaN);
      const known = column.map((value) => !Number.isNaN(value));
      const model = await learn(
        takeRows(tables.training, known),
        column.filter((_, row) => known[row]),
      );
      model.predict(tables.validation).forEach((value, row) => {
        validation[row * width + i] = value;
      });
      model.predict(tables.test).forEach((value, row) => {
        test[row * width + i] = value;
      });
    }
    return { name, title, validation, test };
  };
  return [
    mean,
    await contend("linear", "linear regression", async (features, is) => fitLinear(features, is)),
    await contend("trees", "boosted trees", (features, is) => fitBoostedRegression(features, is, { signal })),
  ];
}

function repeated(values: readonly number[], rows: number): Float32Array {
  return Float32Array.from({ length: values.length * rows }, (_, i) => values[i % values.length] ?? 0);
}

function takeRows({ rows, columns, values }: FeatureMatrix, wanted: readonly boolean[]): FeatureMatrix {
  const taken = Array.from({ length: rows }, (_, row) => row).filter((row) => wanted[row]);
  const kept = new Float64Array(taken.length * columns);
  taken.forEach((row, i) => {
    kept.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { rows: taken.length, columns, values: kept };
}

/** Probabilities of one against all others, brought to a sum of 1. */
function joinedShares(
  columns: ReadonlyMap<number, Readonly<Record<keyof Rows, Float64Array>>>,
  part: keyof Rows,
  labels: number,
  rows: number,
): Float32Array {
  const joined = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) {
    for (const [label, told] of columns) joined[row * labels + label] = told[part][row] ?? 0;
    if (labels === 2 && !columns.has(0)) joined[row * 2] = 1 - (joined[row * 2 + 1] ?? 0);
    let total = 0;
    for (let i = 0; i < labels; i++) total += joined[row * labels + i] ?? 0;
    for (let i = 0; i < labels; i++)
      joined[row * labels + i] = total > 0 ? (joined[row * labels + i] ?? 0) / total : 1 / labels;
  }
  return joined;
}
