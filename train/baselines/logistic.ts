/**
 * Logistic regression with an L2 penalty, as scikit-learn's `LogisticRegression` has it: the same minimum, found by
 * Newton's method (iteratively reweighted least squares), which needs a handful of steps for some dozens of features.
 */
import { cholesky, packed, solveLower, solveUpper } from "../cholesky.js";
import { logLossOf, sigmoid } from "./log-loss.js";
import { checkExamples, checkReadable, type FeatureMatrix } from "./matrix.js";

/** A fitted model. */
export interface LogisticRegression {
  readonly weights: Float64Array;
  readonly intercept: number;
  /** Probability of class 1 for each row. */
  predict(features: FeatureMatrix): Float64Array;
}

/** How to fit. */
export interface LogisticOptions {
  /** Strength of the penalty `|weights|² / (2 * inverse)`; the intercept is free. 1 is scikit-learn's default. */
  readonly inversePenalty?: number;
  readonly maximumIterations?: number;
}

/** A feature that never varies has no curvature of its own but the penalty's: rounding must not make it negative. */
const LEAST_CURVATURE = 1e-12;

/** The largest gradient component at which the minimum counts as found, per row. */
const TOLERANCE = 1e-9;

/**
 * Fits class 1 against class 0.
 *
 * @param truth 1 or 0 for each row.
 * @throws RangeError when the rows do not fit together or hold a number that is not finite.
 *
 * @example
 * ```ts
 * // Two rows of one feature, [rows, columns] row by row.
 * const line = fitLogistic({ rows: 2, columns: 1, values: Float64Array.of(0, 1) }, [0, 1]);
 * line.predict({ rows: 1, columns: 1, values: Float64Array.of(0.5) });
 * ```
 */
export function fitLogistic(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  { inversePenalty = 1, maximumIterations = 100 }: LogisticOptions = {},
): LogisticRegression {
  checkExamples(features, truth);
  const size = features.columns + 1; // the last parameter is the intercept
  const penalty = new Float64Array(size).fill(1 / inversePenalty);
  penalty[size - 1] = 0;
  let parameters: Float64Array = new Float64Array(size);
  let loss = objective(features, truth, parameters, penalty);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    const { gradient, hessian } = derivatives(features, truth, parameters, penalty);
    if (gradient.every((value) => Math.abs(value) < TOLERANCE * features.rows)) break;
    const step = newtonStep(hessian, gradient);
    const moved = descend(features, truth, parameters, penalty, step, loss);
    if (moved === null) break; // no step makes it smaller: the minimum, to rounding
    ({ parameters, loss } = moved);
  }
  return model(parameters);
}

function model(parameters: Float64Array): LogisticRegression {
  return {
    weights: parameters.slice(0, -1),
    intercept: parameters.at(-1) as number,
    predict: (features) => {
      checkReadable(features, parameters.length - 1);
      return Float64Array.from({ length: features.rows }, (_, row) => sigmoid(logit(features, row, parameters)));
    },
  };
}

/** Solves `hessian` x = `gradient`. */
function newtonStep(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const factor = cholesky(hessian, gradient.length, LEAST_CURVATURE);
  const step = gradient.slice();
  solveLower(factor, step);
  solveUpper(factor, step);
  return step;
}

/** Newton's step, halved until it helps: far from the minimum a whole one may overshoot. */
function descend(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  from: Float64Array,
  penalty: Float64Array,
  step: Float64Array,
  loss: number,
): { parameters: Float64Array; loss: number } | null {
  for (let share = 1; share > 1e-6; share /= 2) {
    const parameters = from.map((value, j) => value - share * (step[j] as number));
    const lower = objective(features, truth, parameters, penalty);
    if (lower < loss) return { parameters, loss: lower };
  }
  return null;
}

function logit({ columns, values }: FeatureMatrix, row: number, parameters: Float64Array): number {
  let z = parameters[columns] as number;
  for (let j = 0; j < columns; j++) z += (values[row * columns + j] as number) * (parameters[j] as number);
  return z;
}

/** Sum of log losses and the penalty. */
function objective(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  parameters: Float64Array,
  penalty: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < features.rows; row++) {
    sum += logLossOf(logit(features, row, parameters), truth[row] as number);
  }
  parameters.forEach((value, j) => {
    sum += ((penalty[j] as number) * value ** 2) / 2;
  });
  return sum;
}

/** The gradient, and the packed lower triangle of the second derivatives. */
function derivatives(
  features: FeatureMatrix,
  truth: ArrayLike<number>,
  parameters: Float64Array,
  penalty: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const { rows, columns, values } = features;
  const size = columns + 1;
  const gradient = parameters.map((value, j) => value * (penalty[j] as number));
  const hessian = new Float64Array(packed(size, 0));
  const x = new Float64Array(size).fill(1);
  for (let row = 0; row < rows; row++) {
    const p = sigmoid(logit(features, row, parameters));
    const error = p - (truth[row] as number);
    const curvature = p * (1 - p);
    x.set(values.subarray(row * columns, (row + 1) * columns));
    for (let i = 0, at = 0; i < size; i++) {
      const xi = x[i] as number;
      gradient[i] = (gradient[i] as number) + error * xi;
      const scaled = curvature * xi;
      for (let j = 0; j <= i; j++, at++) hessian[at] = (hessian[at] as number) + scaled * (x[j] as number);
    }
  }
  for (let i = 0; i < size; i++) hessian[packed(i, i)] = (hessian[packed(i, i)] as number) + (penalty[i] as number);
  return { gradient, hessian };
}
