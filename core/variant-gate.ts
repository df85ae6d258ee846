/**
 * The gate of smaller files. A variant's weights are rounded, so it can never be as near to tfjs as `model.onnx`: what is
 * asked of it is that its answers are as good to whoever looks at them, and how near that is the contract says for each
 * output (`variantTolerance`). The rule is the same at export, in `kiln verify`, and in a browser before it uses one.
 */
import { at } from "./at.js";
import type { Contract } from "./contract.js";
import { FailedError } from "./errors.js";
import { type Golden, goldenInputs, goldenOutputs } from "./golden.js";
import type { Tensors } from "./tensor.js";

/** How far a variant's answers to one case are from those that are expected. */
export interface VariantDifference {
  /** Mean of |a - b| over the case's elements of an output, as a share of that output's tolerance: the worst output's. */
  readonly ofTolerance: number;
  /** That output, and its mean in its own unit. */
  readonly output: string;
  readonly meanAbsDifference: number;
}

/** True when the contract says how far a variant's answers may be off: without that no variant is made. */
export function hasVariants(contract: Contract): boolean {
  return contract.outputs.every(({ variantTolerance }) => variantTolerance !== undefined);
}

/**
 * Compares answers with those expected; of fewer expected rows only the first ones count.
 *
 * @throws FailedError when an output is missing, or has no tolerance.
 */
export function variantDifference(contract: Contract, got: Tensors, expected: Tensors): VariantDifference {
  const found = contract.outputs.map(({ name, variantTolerance }): VariantDifference => {
    const actual = got[name]?.data;
    const reference = expected[name]?.data;
    if (actual === undefined || reference === undefined || variantTolerance === undefined) {
      throw new FailedError(`output "${name}" of ${contract.name} cannot be held against a variant's tolerance`);
    }
    let sum = 0;
    for (let i = 0; i < reference.length; i++) sum += Math.abs(at(actual, i) - at(reference, i));
    const meanAbsDifference = sum / reference.length;
    return { ofTolerance: meanAbsDifference / variantTolerance, output: name, meanAbsDifference };
  });
  return found.reduce(further);
}

/** A variant's largest mean difference over the golden cases. */
export async function goldenDifference(
  subject: { run(feeds: Tensors): Promise<Tensors> },
  contract: Contract,
  golden: Golden,
): Promise<VariantDifference> {
  const found: VariantDifference[] = [];
  for (const one of golden.cases) {
    const answered = await subject.run(goldenInputs(contract, one.recipe, one.batch));
    found.push(variantDifference(contract, answered, goldenOutputs(contract, one)));
  }
  return found.reduce(further);
}

/** The one that is farther off; a mean that is no number is farthest of all. */
export function further(a: VariantDifference, b: VariantDifference): VariantDifference {
  return Number.isNaN(a.ofTolerance) || a.ofTolerance >= b.ofTolerance ? a : b;
}
