/** Finds the operations that belong to a published version. */

import type { ModelRegistry } from "./definition.js";
import { NotFoundError, UsageError } from "./errors.js";
import type { Operations } from "./operation.js";

/**
 * A processing's name says which code reads a version: two models that share one could each be asked for the other's.
 *
 * @throws UsageError naming both models.
 */
export function requireOwnProcessings(registry: ModelRegistry): void {
  const owners = new Map<string, string>();
  for (const [model, { processings }] of Object.entries(registry)) {
    for (const name of Object.keys(processings)) {
      const other = owners.get(name);
      if (other !== undefined) {
        throw new UsageError(`the models ${other} and ${model} both have a processing "${name}"`, {
          next: "Give one of them another name.",
        });
      }
      owners.set(name, model);
    }
  }
}

/**
 * The operations of a processing name such as `parcel@1`.
 *
 * @throws NotFoundError when no registered model has it: the version was made by another Kiln, and guessing how its raw
 * data are turned into inputs would give wrong answers without a sign.
 */
export function operationsOf(registry: ModelRegistry, processing: string): Operations {
  for (const definition of Object.values(registry)) {
    const operations = Object.hasOwn(definition.processings, processing) && definition.processings[processing];
    if (operations) return operations;
  }
  const known = Object.values(registry).flatMap((definition) => Object.keys(definition.processings));
  throw new NotFoundError(`unknown processing "${processing}"`, {
    next: `${known.length === 0 ? "No model of this project has any" : `This Kiln knows ${known.join(", ")}`}. Serve this version with the Kiln that published it, or export it again.`,
  });
}
