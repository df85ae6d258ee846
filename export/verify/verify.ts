/** Holds a model against its golden cases in one runtime. */
import { type Agreement, compareOutputs } from "../../core/agreement.js";
import type { Contract } from "../../core/contract.js";
import { FailedError, VerificationError } from "../../core/errors.js";
import { type Golden, type GoldenCase, goldenInputs, goldenOutputs } from "../../core/golden.js";
import type { RuntimeResult } from "../../core/manifest.js";
import type { Tensors } from "../../core/tensor.js";
import { throwIfAborted } from "../python.js";

/** What one runtime answered to all cases. */
export interface Comparison {
  readonly result: RuntimeResult;
  /** The case with the largest difference. */
  readonly worstCase: GoldenCase;
  readonly worst: Agreement["worst"];
}

/** Something that answers feeds: an onnxruntime session or the graph-model in tfjs. */
export interface Verifiable {
  readonly runtime: string;
  readonly version: string;
  readonly provider: string;
  run(feeds: Tensors): Promise<Tensors>;
}

/**
 * Runs every case and compares with the expected outputs.
 *
 * @throws VerificationError when the runtime cannot answer a case, or answers another shape or a number that is not finite;
 * a difference is no exception: see `Comparison.result.maxScaledDifference`. InterruptedError when the signal aborts.
 */
export async function compareWithGolden(
  subject: Verifiable,
  contract: Contract,
  golden: Golden,
  signal: AbortSignal | undefined,
): Promise<Comparison> {
  let worst: { found: Agreement; in: GoldenCase } | undefined;
  let maxAbsDifference = 0;
  for (const one of golden.cases) {
    throwIfAborted(signal);
    const found = compareOutputs(await answer(subject, contract, one), goldenOutputs(contract, one));
    maxAbsDifference = Math.max(maxAbsDifference, found.maxAbsDifference);
    if (worst === undefined || found.maxScaledDifference > worst.found.maxScaledDifference) worst = { found, in: one };
  }
  if (worst === undefined) throw new FailedError(`${contract.name} has no golden cases to be verified on`);
  const { runtime, version, provider } = subject;
  return {
    result: {
      runtime,
      version,
      provider,
      maxAbsDifference,
      maxScaledDifference: worst.found.maxScaledDifference,
      worst: `${worst.found.worst.output}[${worst.found.worst.element}], ${worst.in.name}`,
    },
    worstCase: worst.in,
    worst: worst.found.worst,
  };
}

async function answer(subject: Verifiable, contract: Contract, one: GoldenCase): Promise<Tensors> {
  try {
    return await subject.run(goldenInputs(contract, one.recipe, one.batch));
  } catch (cause) {
    if (!(cause instanceof FailedError)) throw cause;
    throw new VerificationError(
      `${contract.name} fails in ${subject.runtime} on the case "${one.name}": ${cause.reason}`,
      {
        cause,
      },
    );
  }
}
