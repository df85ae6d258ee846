/** What answers of numbers are worth, in the output's unit. Numbers that are missing (NaN) are left out. */
import { quantile } from "./bootstrap.js";

/** Numbers that were told, and those that are true. */
export interface NumberAnswers {
  readonly answer: ArrayLike<number>;
  readonly truth: ArrayLike<number>;
  /** Numbers in a row. */
  readonly width: number;
}

/** Figures: mean absolute error, root of the mean square, and the share of the variance that is explained. */
export type NumberScores = Readonly<Record<"error" | "rootMeanSquare" | "explained", number>>;

/** Figures, with weights for rows. */
export function numberScores({ answer, truth, width }: NumberAnswers, weights?: Float64Array): NumberScores {
  let [total, absolute, squared, sum, squares] = [0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const is = truth[i] ?? Number.NaN;
    const weight = weights?.[Math.floor(i / width)] ?? 1;
    if (Number.isNaN(is) || weight === 0) continue;
    const off = (answer[i] ?? 0) - is;
    total += weight;
    absolute += weight * Math.abs(off);
    squared += weight * off * off;
    sum += weight * is;
    squares += weight * is * is;
  }
  const variance = squares / total - (sum / total) ** 2;
  return {
    error: absolute / total,
    rootMeanSquare: Math.sqrt(squared / total),
    explained: variance > 0 ? 1 - squared / total / variance : Number.NaN,
  };
}

/** What is off, sorted: told minus true. */
export function residuals({ answer, truth }: NumberAnswers): Float64Array {
  const list: number[] = [];
  for (let i = 0; i < truth.length; i++) {
    const off = (answer[i] ?? 0) - (truth[i] ?? Number.NaN);
    if (!Number.isNaN(off)) list.push(off);
  }
  return Float64Array.from(list).sort();
}

/**
 * Half the width of an interval that holds the true number nine times in ten, by what is off on rows that were not trained
 * on (split conformal: Lei et al. 2018).
 */
export function intervalOf(validation: NumberAnswers): number {
  const off = residuals(validation).map(Math.abs).sort();
  return quantile(off, Math.min(1, 0.9 * (1 + 1 / Math.max(1, off.length))));
}

/** Share of the true numbers that lie inside of the interval around what was told. */
export function coverage(answers: NumberAnswers, half: number): number {
  const off = residuals(answers);
  return off.filter((value) => Math.abs(value) <= half).length / Math.max(1, off.length);
}
