/** Temperature scaling (Guo et al. 2017): one number that divides the log odds, fitted on data that were not trained on. */
import { goldenSection } from "../../train/golden-section.js";

/** Temperatures outside of this say that something else is wrong. */
const RANGE = { minimum: 0.05, maximum: 20 } as const;

/**
 * Deviation of the logarithm that is believed in before any row is seen. A few rows that are all right would otherwise be
 * called certain, at a temperature of almost 0; thousands of rows are not held back by it.
 */
const BELIEF = 0.5;

/**
 * The most likely temperature, by golden-section search over its logarithm: the least log loss, with a normal belief around 1;
 * 1 for no rows.
 *
 * @param said what the network gave, `width` numbers a row; of two labels told by one number, its log odds.
 * @param truth the index of the label, or -1.
 */
export function fitTemperature(said: Float32Array, truth: ArrayLike<number>, width: number): number {
  if (!Array.from(truth).some((label) => label >= 0)) return 1;
  const loss = (logTemperature: number): number => meanObjective(said, truth, width, Math.exp(logTemperature));
  const best = goldenSection(loss, Math.log(RANGE.minimum), Math.log(RANGE.maximum), 1e-4);
  return Number(Math.exp(best).toPrecision(6));
}

function meanObjective(said: Float32Array, truth: ArrayLike<number>, width: number, temperature: number): number {
  let [sum, known] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const label = truth[row] ?? -1;
    if (label < 0) continue;
    known += 1;
    sum += -Math.log(Math.max(1e-15, probabilitiesOf(said, row, width, temperature)[label] ?? 0));
  }
  return (sum + Math.log(temperature) ** 2 / (2 * BELIEF ** 2)) / known;
}

/** The probability of each label in a row, by what the network gave. */
export function probabilitiesOf(said: Float32Array, row: number, width: number, temperature: number): Float64Array {
  if (width === 1) {
    const second = 1 / (1 + Math.exp(-(said[row] ?? 0) / temperature));
    return Float64Array.of(1 - second, second);
  }
  const scaled = Float64Array.from({ length: width }, (_, i) => (said[row * width + i] ?? 0) / temperature);
  const most = Math.max(...scaled);
  const powers = scaled.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** All rows. */
export function calibrated(said: Float32Array, rows: number, width: number, temperature: number): Float32Array {
  const labels = width === 1 ? 2 : width;
  const answer = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) answer.set(probabilitiesOf(said, row, width, temperature), row * labels);
  return answer;
}
