/** A graph held against what was published: before its first answer is shown, and whenever somebody asks. */
import { VerificationError } from "../../../core/errors.js";
import type { Golden } from "../../../core/golden.js";
import { checkGolden } from "../../../core/golden-check.js";
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
  if (file === manifest.file.name) return { file, agreement: await checkGolden(runner, manifest, golden) };
  const agreement = await checkGolden(runner, manifest, golden, { tolerance: Number.POSITIVE_INFINITY });
  const variant = await goldenDifference(runner, manifest.contract, golden);
  if (!(variant.ofTolerance <= 1)) {
    throw new VerificationError(
      `${file} of ${manifest.name} gives ${variant.output} too far from what was published: ${variant.meanAbsDifference} on average`,
    );
  }
  return { file, agreement, variant };
}
