/** Step 4 of an export: every runtime must agree with tfjs on every golden case, or nothing is published. */
import { FLOAT32_TOLERANCE } from "../../core/agreement.js";
import type { Contract } from "../../core/contract.js";
import { VerificationError } from "../../core/errors.js";
import type { Golden, GoldenCase } from "../../core/golden.js";
import type { RuntimeResult, Verification } from "../../core/manifest.js";
import { withRunner } from "./onnx-subject.js";
import { type VerifiedRuntime, verifiedRuntimes } from "./runtimes.js";
import { type Comparison, compareWithGolden } from "./verify.js";

/** A runtime that differs, for whoever can say more about it. */
export interface Disagreement {
  readonly runtime: VerifiedRuntime;
  /** The contract's output and the case with the largest difference. */
  readonly output: string;
  readonly worstCase: GoldenCase;
}

/** Finds out where a disagreement begins: one more sentence for the error. */
export type Explain = (disagreement: Disagreement) => Promise<string>;

/**
 * Compares a model with its golden cases in every runtime.
 *
 * @param explain asked once, about the first runtime that differs.
 * @throws VerificationError naming the runtime, the case, the output and what `explain` found; FailedError when a runtime
 * refuses the file; InterruptedError on abort.
 */
export async function verifyOnnx(
  model: Uint8Array,
  contract: Contract,
  golden: Golden,
  explain: Explain,
  signal: AbortSignal | undefined,
): Promise<RuntimeResult[]> {
  const results: RuntimeResult[] = [];
  for (const runtime of verifiedRuntimes) {
    const comparison = await withRunner(runtime, model, contract, (subject) =>
      compareWithGolden(subject, contract, golden, signal),
    );
    if (!(comparison.result.maxScaledDifference <= FLOAT32_TOLERANCE)) {
      throw await disagreement(contract, runtime, comparison, explain);
    }
    results.push(comparison.result);
  }
  return results;
}

/** The manifest's record of a verification. */
export function verificationRecord(golden: Golden, runtimes: RuntimeResult[]): Verification {
  return {
    tolerance: FLOAT32_TOLERANCE,
    batches: [...new Set(golden.cases.map((one) => one.batch))].sort((a, b) => a - b),
    cases: golden.cases.length,
    reference: "tfjs, as trained",
    runtimes,
  };
}

async function disagreement(
  contract: Contract,
  runtime: VerifiedRuntime,
  { result, worst, worstCase }: Comparison,
  explain: Explain,
): Promise<VerificationError> {
  const explanation = await explain({ runtime, output: worst.output, worstCase });
  return new VerificationError(
    `${contract.name} in ${runtime.name} differs from tfjs: ${result.worst} is ${worst.got}, not ${worst.expected} ` +
      `(difference ${format(result.maxAbsDifference)}, allowed ${FLOAT32_TOLERANCE} * max(1, |value|)). ${explanation}`,
  );
}

function format(difference: number): string {
  return Number.isFinite(difference) ? difference.toPrecision(3) : "infinite";
}
