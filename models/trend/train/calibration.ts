/** Temperature scaling (Guo et al. 2017): one number that divides the log odds, fitted on data not trained on. */
import { goldenSection } from "kilnjs/train";

/** Temperatures outside of this say that something else is wrong. */
const RANGE = { minimum: 0.05, maximum: 20 } as const;

/**
 * The temperature with the least mean log loss, by golden-section search over its logarithm, in which the loss has one
 * minimum.
 *
 * @param logits log odds that the network gave; of several classes, `width` numbers a row.
 * @param truth 1 for an increase; of several classes, the index of the class.
 */
export function fitTemperature(logits: ArrayLike<number>, truth: ArrayLike<number>, width = 1): number {
  const lossAt = width === 1 ? meanLoss : (...[z, y, t]: Parameters<typeof meanLoss>) => meanClassLoss(z, y, t, width);
  const loss = (logTemperature: number): number => lossAt(logits, truth, Math.exp(logTemperature));
  return Math.exp(goldenSection(loss, Math.log(RANGE.minimum), Math.log(RANGE.maximum), 1e-6));
}

/** The logistic function. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Mean of log(1 + exp(-+ z)), written so that no exponential overflows. */
function meanLoss(logits: ArrayLike<number>, truth: ArrayLike<number>, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = (logits[i] as number) / temperature;
    const against = truth[i] === 1 ? -z : z;
    sum += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum / logits.length;
}

/** Mean negative log likelihood of the true classes under the softmax of `width` numbers a row, over a temperature. */
function meanClassLoss(
  logits: ArrayLike<number>,
  truth: ArrayLike<number>,
  temperature: number,
  width: number,
): number {
  if (logits.length !== truth.length * width) {
    throw new RangeError(`${logits.length} logits are not ${width} for each of ${truth.length} answers`);
  }
  let sum = 0;
  for (let row = 0; row < truth.length; row++) {
    const at = (k: number): number => (logits[row * width + k] as number) / temperature;
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < width; k++) most = Math.max(most, at(k));
    let total = 0;
    for (let k = 0; k < width; k++) total += Math.exp(at(k) - most);
    sum += most + Math.log(total) - at(truth[row] as number);
  }
  return sum / truth.length;
}
