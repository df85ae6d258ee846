/**
 * How far two runtimes are apart. The rule is the same at export, at load and in `kiln verify`; "largest difference" is the
 * scaled one wherever people read it, since that is what is held against the tolerance.
 */
import { at } from "./at.js";
import { FailedError } from "./errors.js";
import type { Tensor, Tensors } from "./tensor.js";

/** The most that a float32 output may differ: |a - b| <= FLOAT32_TOLERANCE * max(1, |b|). */
export const FLOAT32_TOLERANCE = 1e-5;

/** The rule of the tolerance in words, for people. */
export const DIFFERENCE_RULE = "|a - b| / max(1, |b|)";

/** `1.2e-7`: a difference as every list of them shows it. */
export function differenceText(difference: number): string {
  return difference === 0 ? "0" : difference.toExponential(1);
}

/** The result of comparing one set of outputs with the expected ones. */
export interface Agreement {
  /** Largest |a - b| over all outputs. */
  readonly maxAbsDifference: number;
  /** Largest |a - b| / max(1, |b|); agreement means that this is at most the tolerance. */
  readonly maxScaledDifference: number;
  /** Where the largest scaled difference is. */
  readonly worst: {
    readonly output: string;
    readonly element: number;
    readonly got: number;
    readonly expected: number;
  };
}

/**
 * Compares outputs with the expected ones; when there are fewer expected rows, only the first rows are compared. A
 * number that is not finite on one side only counts as infinitely far apart.
 *
 * @throws FailedError when an expected output is missing or has fewer elements.
 */
export function compareOutputs(got: Tensors, expected: Tensors): Agreement {
  let worst = { output: Object.keys(expected)[0] ?? "", element: 0, got: 0, expected: 0 };
  let maxAbsDifference = 0;
  let maxScaledDifference = 0;
  for (const [output, reference] of Object.entries(expected)) {
    const actual = matching(got, output, reference);
    for (let element = 0; element < reference.data.length; element++) {
      const a = at(actual.data, element);
      const b = at(reference.data, element);
      const absolute = Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
      const difference = Number.isNaN(absolute) ? Number.POSITIVE_INFINITY : absolute;
      // Divided by an expected value that is not finite, an infinite difference would become NaN and pass.
      const scaled = Number.isFinite(difference) ? difference / Math.max(1, Math.abs(b)) : difference;
      maxAbsDifference = Math.max(maxAbsDifference, difference);
      if (scaled > maxScaledDifference) {
        maxScaledDifference = scaled;
        worst = { output, element, got: a, expected: b };
      }
    }
  }
  return { maxAbsDifference, maxScaledDifference, worst };
}

function matching(got: Tensors, output: string, reference: Tensor): Tensor {
  const actual = got[output];
  if (actual === undefined) throw new FailedError(`the runtime gave no output "${output}"`);
  if (actual.data.length < reference.data.length) {
    throw new FailedError(
      `output "${output}" has ${actual.data.length} elements, expected at least ${reference.data.length}`,
    );
  }
  return actual;
}
