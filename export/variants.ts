/** Smaller files beside `model.onnx`: made, run in every runtime, and kept only where their answers pass the gate. */
import type { Contract } from "../core/contract.js";
import { type Golden, goldenInputs, trimGolden } from "../core/golden.js";
import type { Variant } from "../core/manifest.js";
import type { Reporter } from "../core/reporter.js";
import {
  further,
  goldenDifference,
  hasVariants,
  type VariantDifference,
  variantDifference,
} from "../core/variant-gate.js";
import { sha256 } from "../store/checksum.js";
import { compactWeights, type WeightType, weightTypes } from "./onnx/compact-weights.js";
import { type OnnxModel, serializeOnnx } from "./onnx/model.js";
import { throwIfAborted } from "./python.js";
import { withRunner } from "./verify/onnx-subject.js";
import { verifiedRuntimes } from "./verify/runtimes.js";

/** Rows of the draw that a variant is held against beside the golden cases. */
const DRAWN_ROWS = 64;
const DRAWN_SEED = 64;

/** A variant and its file. */
export interface MadeVariant {
  readonly variant: Variant;
  readonly model: Uint8Array;
}

/**
 * The variants of a model that pass: of a contract that says how far they may be off, and of weights that get smaller.
 *
 * @param expected `model.onnx`, which has been verified.
 */
export async function makeVariants(
  { model, contract, golden }: { model: OnnxModel; contract: Contract; golden: Golden },
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<MadeVariant[]> {
  if (!hasVariants(contract)) return [];
  const whole = serializeOnnx(model);
  const made: MadeVariant[] = [];
  for (const type of weightTypes) {
    throwIfAborted(signal);
    const compact = compactWeights(model, type);
    if (compact === null) continue;
    const bytes = serializeOnnx(compact);
    const found = await differenceOf(bytes, whole, contract, golden, signal);
    const means = `mean difference ${found.meanAbsDifference.toExponential(1)} of ${found.output}`;
    if (!(found.ofTolerance <= 1)) {
      reporter.note(`${contract.name}: no ${type} variant, ${means}: more than the contract allows`);
      continue;
    }
    reporter.note(`${contract.name}: ${type} variant of ${(bytes.byteLength / 1e6).toFixed(1)} MB, ${means}`);
    made.push({ variant: variantOf(type, bytes, contract, found), model: bytes });
  }
  return made;
}

/** How far a variant is off in the runtime where it is farthest, over the golden cases and a larger draw. */
async function differenceOf(
  variant: Uint8Array,
  whole: Uint8Array,
  contract: Contract,
  golden: Golden,
  signal: AbortSignal | undefined,
): Promise<VariantDifference> {
  const drawn = goldenInputs(contract, { kind: "sample", seed: DRAWN_SEED }, DRAWN_ROWS);
  const found: VariantDifference[] = [];
  for (const runtime of verifiedRuntimes) {
    throwIfAborted(signal);
    const expected = await withRunner(runtime, whole, contract, (subject) => subject.run(drawn));
    found.push(
      await withRunner(runtime, variant, contract, async (subject) =>
        further(
          variantDifference(contract, await subject.run(drawn), expected),
          // The rows that are published: a browser finds the same figure before it uses the file.
          await goldenDifference(subject, contract, trimGolden(contract, golden)),
        ),
      ),
    );
  }
  return found.reduce(further);
}

function variantOf(type: WeightType, bytes: Uint8Array, contract: Contract, found: VariantDifference): Variant {
  const tolerance = contract.outputs.find(({ name }) => name === found.output)?.variantTolerance ?? 0;
  return {
    name: type,
    file: `model.${type}.onnx`,
    sha256: sha256(bytes),
    bytes: bytes.byteLength,
    gate: `mean |difference| of ${found.output} ${found.meanAbsDifference.toPrecision(3)}, at most ${tolerance.toPrecision(3)}, in ${verifiedRuntimes.map(({ name }) => name).join(" and ")}`,
  };
}
