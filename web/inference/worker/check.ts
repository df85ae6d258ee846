/** A graph held against what was published: before its first answer is shown, and whenever somebody asks. */
import { type Agreement, compareOutputs } from "../../../core/agreement.js";
import { FailedError, VerificationError } from "../../../core/errors.js";
import { type Golden, goldenInputs, goldenOutputs } from "../../../core/golden.js";
import type { Manifest } from "../../../core/manifest.js";
import type { Tensors } from "../../../core/tensor.js";
import { goldenDifference } from "../../../core/variant-gate.js";
import type { GraphCheck } from "../types.js";

/** What there is of a graph beside its runner. */
interface Published {
  readonly manifest: Manifest;
  readonly golden: Golden;
  /** The file that was loaded. */
  readonly file: string;
}

/**
 * Runs every golden case of a graph.
 *
 * @throws VerificationError when `model.onnx` answers beyond the tolerance that it was published with, or a variant beyond
 * its gate.
 */
export async function checkGraph(
  runner: { run(feeds: Tensors): Promise<Tensors> },
  { manifest, golden, file }: Published,
): Promise<GraphCheck> {
  const { name, contract, verification } = manifest;
  const agreement = await worstOf(runner, manifest, golden);
  if (file !== manifest.file.name) {
    const variant = await goldenDifference(runner, contract, golden);
    if (!(variant.ofTolerance <= 1)) {
      throw new VerificationError(
        `${file} of ${name} gives ${variant.output} too far from what was published: ${variant.meanAbsDifference} on average`,
      );
    }
    return { file, agreement, variant };
  }
  if (!(agreement.maxScaledDifference <= verification.tolerance)) {
    const { output, got, expected } = agreement.worst;
    throw new VerificationError(
      `${name} answers ${output} = ${got} here where ${expected} was published: further apart than ${verification.tolerance}`,
    );
  }
  return { file, agreement };
}

async function worstOf(
  runner: { run(feeds: Tensors): Promise<Tensors> },
  { name, contract }: Manifest,
  golden: Golden,
): Promise<Agreement> {
  let worst: Agreement | undefined;
  for (const one of golden.cases) {
    const found = compareOutputs(
      await runner.run(goldenInputs(contract, one.recipe, one.batch)),
      goldenOutputs(contract, one),
    );
    if (worst === undefined || found.maxScaledDifference > worst.maxScaledDifference) worst = found;
  }
  if (worst === undefined) throw new FailedError(`${name} has no golden outputs to check against`);
  return worst;
}
