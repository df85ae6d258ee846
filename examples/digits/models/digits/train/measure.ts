/** How many digits are recognised, of digits that were not trained on. */
import { at, FailedError, type Tensors } from "kilnjs";
import { labels } from "../contract.js";
import { drawnDigits } from "./data.js";

/** Asks for probabilities: of the weights in training, or of a published version. */
export type Ask = (inputs: Tensors) => Promise<Tensors>;

/** What was measured, as parts of 1. */
export interface Measured {
  readonly accuracy: number;
  /** Of always saying the most frequent digit. */
  readonly baseline: number;
  readonly byDigit: Readonly<Record<string, number>>;
}

/** Measures on digits of the next seed. */
export async function measure(ask: Ask, examples: number, seed: number): Promise<Measured> {
  const { image, digit } = drawnDigits(examples, seed + 1).batch(Uint32Array.from({ length: examples }, (_, i) => i));
  if (image === undefined || digit === undefined) throw new FailedError("the data have no pictures");
  const { probability } = await ask({ image });
  if (probability === undefined) throw new FailedError("the graph digits gave no probability");
  const right = Array.from(digit.data, (truth, row) => {
    const given = labels.map((_, index) => at(probability.data, row * labels.length + index));
    return given.indexOf(Math.max(...given)) === Number(truth);
  });
  const counts = labels.map((_, index) => Array.from(digit.data).filter((truth) => Number(truth) === index).length);
  return {
    accuracy: right.filter(Boolean).length / examples,
    baseline: Math.max(...counts) / examples,
    byDigit: Object.fromEntries(
      labels.map((label, index) => {
        const mine = right.filter((_, row) => Number(at(digit.data, row)) === index);
        return [label, mine.filter(Boolean).length / Math.max(1, mine.length)];
      }),
    ),
  };
}
