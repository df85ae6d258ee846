/** Says in words when a network knows its training examples better than others of their kind. */

/**
 * How many times the training error a validation error has to be before it is said: a chosen rule, meant to lie above chance
 * and the drift from one part of the data to the next.
 */
const FAR_ABOVE = 1.5;

/** Errors of one kind, both with the same weights and without dropout: less is better, 0 is best. */
export interface BothErrors {
  readonly training: number;
  readonly validation: number;
}

/**
 * One sentence where the validation error is more than `FAR_ABOVE` times the training error, otherwise none.
 *
 * @param what the error's name: "squared error".
 * @param examples what was trained on: "pictures".
 *
 * @example
 * ```ts
 * const remarks = overfittingRemarks({ training: 0.1, validation: 0.4 }, "squared error", "parcels");
 * ```
 */
export function overfittingRemarks({ training, validation }: BothErrors, what: string, examples: string): string[] {
  if (!(validation > FAR_ABOVE * training)) return [];
  const times = training > 0 ? `${short(validation / training)} times` : "far above";
  return [
    `Overfitting: the ${what} on validation ${examples} (${short(validation)}) is ${times} that on training ${examples} (${short(training)}). More data, fewer epochs or a smaller network would narrow the gap.`,
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
