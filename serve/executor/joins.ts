/**
 * Whether the rows of several callers may be run together: a graph may make a row's answer depend on its neighbours (a mean
 * over the batch, a softmax along it), and then nobody may get one that was computed among strangers. Nothing in an ONNX
 * file says so; it is tried.
 */
import { compareOutputs } from "../../core/agreement.js";
import { batch, type TensorSpec } from "../../core/contract.js";
import { InputError } from "../../core/errors.js";
import { goldenInputs } from "../../core/golden.js";
import type { Manifest } from "../../core/manifest.js";
import { rowsOf, takeRows } from "./rows.js";
import type { RowRunner } from "./run-together.js";

/** The draw that is tried: the same everywhere, so that all executors come to the same answer. */
const SEED = 3;
const ROWS = 3;

/** True when each of a few rows is answered alone as it is among the others, within the tolerance of the export. */
export async function joins(
  runner: RowRunner,
  { contract, verification }: Pick<Manifest, "contract" | "verification">,
): Promise<boolean> {
  if (![...contract.inputs, ...contract.outputs].every(hasFreeBatch)) return false;
  try {
    const feeds = goldenInputs(contract, { kind: "sample", seed: SEED }, ROWS);
    const together = await runner.run(feeds);
    for (let row = 0; row < ROWS; row++) {
      const alone = await runner.run(takeRows(feeds, row, row + 1));
      if (rowsOf(together) !== ROWS || rowsOf(alone) !== 1) return false;
      const { maxScaledDifference } = compareOutputs(takeRows(together, row, row + 1), alone);
      if (!(maxScaledDifference <= verification.tolerance)) return false;
    }
    return true;
  } catch (error) {
    // A contract whose own draws it does not take: its golden cases have said all that there is to say.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function hasFreeBatch({ dimensions: [first] }: TensorSpec): boolean {
  return first?.name === batch.name && first.size === null;
}
