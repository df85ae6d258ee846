/** Holds a loaded graph against its golden cases: does this machine's onnxruntime still answer what was published? */
import { compareOutputs } from "../core/agreement.js";
import { VerificationError } from "../core/errors.js";
import { type Golden, goldenInputs, goldenOutputs } from "../core/golden.js";
import type { Runner } from "../core/runner.js";

/**
 * Runs every golden case.
 *
 * @param tolerance the manifest's: |a - b| <= tolerance * max(1, |b|).
 * @throws VerificationError naming the case and the element that differ most.
 */
export async function checkGolden(runner: Runner, golden: Golden, tolerance: number): Promise<void> {
  const { contract } = runner;
  for (const one of golden.cases) {
    const answer = await runner.run(goldenInputs(contract, one.recipe, one.batch));
    const { maxScaledDifference, worst } = compareOutputs(answer, goldenOutputs(contract, one));
    if (maxScaledDifference <= tolerance) continue;
    throw new VerificationError(
      `${contract.name} answers otherwise on this machine than when it was published: case "${one.name}", ` +
        `${worst.output} element ${worst.element} is ${worst.got}, expected ${worst.expected}`,
      { next: `Run kiln verify ${contract.model} for the whole comparison.` },
    );
  }
}
