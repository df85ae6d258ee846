/** Holds the file that is published against the one that another converter made of the same graph. */
import { type Agreement, compareOutputs, FLOAT32_TOLERANCE } from "../../core/agreement.js";
import type { Contract } from "../../core/contract.js";
import { FailedError, VerificationError } from "../../core/errors.js";
import { type Golden, type GoldenCase, goldenInputs } from "../../core/golden.js";
import type { Witness } from "../../core/manifest.js";
import { throwIfAborted } from "../python.js";
import { withRunner } from "./onnx-subject.js";
import { verifiedRuntimes } from "./runtimes.js";
import type { Explain } from "./verify-onnx.js";

/** The other file. */
export interface WitnessFile {
  /** `tf2onnx 1.17.0`. */
  readonly converter: string;
  readonly model: Uint8Array;
  /** Where it begins to differ from tfjs. */
  readonly explain: Explain;
}

/**
 * Compares two files on every golden case.
 *
 * @throws VerificationError when they differ, naming the output, the case and where the other file goes wrong.
 */
export async function compareWithWitness(
  model: Uint8Array,
  witness: WitnessFile,
  contract: Contract,
  golden: Golden,
  signal: AbortSignal | undefined,
): Promise<Witness> {
  const [runtime] = verifiedRuntimes;
  if (runtime === undefined) throw new Error("there is no runtime to compare in");
  let worst: { found: Agreement; in: GoldenCase } | undefined;
  await withRunner(runtime, model, contract, (published) =>
    withRunner(runtime, witness.model, contract, async (other) => {
      for (const one of golden.cases) {
        throwIfAborted(signal);
        const feeds = goldenInputs(contract, one.recipe, one.batch);
        const found = compareOutputs(await other.run(feeds), await published.run(feeds));
        if (worst === undefined || found.maxScaledDifference > worst.found.maxScaledDifference)
          worst = { found, in: one };
      }
    }),
  );
  if (worst === undefined) throw new FailedError(`${contract.name} has no golden cases to be compared on`);
  const { maxScaledDifference, worst: place } = worst.found;
  const where = `${place.output}[${place.element}], ${worst.in.name}`;
  if (!(maxScaledDifference <= FLOAT32_TOLERANCE)) {
    const explanation = await witness.explain({ runtime, output: place.output, worstCase: worst.in });
    throw new VerificationError(
      `${contract.name}: the file of ${witness.converter} differs from the direct one, which agrees with tfjs: ` +
        `${where} is ${place.got}, not ${place.expected}. ${explanation}`,
      { next: "--via direct publishes the file that agrees with tfjs." },
    );
  }
  return { converter: witness.converter, maxScaledDifference, worst: where };
}
