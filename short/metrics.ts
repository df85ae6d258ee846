/** Figures of a model's own. */

/** What one output answered to some rows, and what is true. */
export interface Answered {
  /**
   * Of labels: the probability of each label, [rows * labels] row-major. Of numbers: the numbers, [rows * width], in the
   * output's unit.
   */
  readonly answer: Float32Array;
  /** Of labels: the index of the label, [rows]. Of numbers: as `answer`. */
  readonly truth: Float32Array | Int32Array;
  readonly rows: number;
  /** Of labels, in the order of the index. */
  readonly labels?: readonly string[];
}

/**
 * A figure of one's own, of what the outputs answered, by name.
 *
 * @example
 * ```ts
 * metrics: {
 *   within_one_euro: ({ price }) => share(price.answer, (value, i) => Math.abs(value - price.truth[i]) < 1),
 * }
 * ```
 */
export type MetricFunction = (outputs: Readonly<Record<string, Answered>>) => number;
