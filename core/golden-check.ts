/** A loaded graph held against its golden cases: does this runtime, on this machine, still answer what was published? */
import { type Agreement, compareOutputs } from "./agreement.js";
import { FailedError, VerificationError } from "./errors.js";
import { type Golden, goldenInputs, goldenOutputs } from "./golden.js";
import type { Manifest } from "./manifest.js";
import type { Tensors } from "./tensor.js";

/** How a graph is checked. */
export interface GoldenCheckOptions {
  /** What |a - b| / max(1, |b|) may be: the manifest's when left out, and with `Infinity` it is only measured. */
  readonly tolerance?: number;
  /** What the reader can do when it is beyond that. */
  readonly next?: string;
}

/**
 * Runs the golden cases, up to the first that is beyond the tolerance.
 *
 * @returns the agreement of the case that is farthest off.
 * @throws VerificationError naming that case and its element; FailedError when there is no case to hold it against.
 */
export async function checkGolden(
  subject: { run(feeds: Tensors): Promise<Tensors> },
  { name, contract, verification }: Pick<Manifest, "name" | "contract" | "verification">,
  golden: Golden,
  { tolerance = verification.tolerance, next }: GoldenCheckOptions = {},
): Promise<Agreement> {
  let farthest: Agreement | undefined;
  for (const one of golden.cases) {
    const answer = await subject.run(goldenInputs(contract, one.recipe, one.batch));
    const found = compareOutputs(answer, goldenOutputs(contract, one));
    if (!(found.maxScaledDifference <= tolerance)) {
      const { output, element, got, expected } = found.worst;
      throw new VerificationError(
        `${name} does not answer as it did when it was published: in case "${one.name}", ${output} element ${element} is ${got}, expected ${expected} within ${tolerance}`,
        next === undefined ? {} : { next },
      );
    }
    if (farthest === undefined || found.maxScaledDifference > farthest.maxScaledDifference) farthest = found;
  }
  if (farthest === undefined) throw new FailedError(`${name} has no golden outputs to check against`);
  return farthest;
}
