/** Finds the operations that belong to a published version. */

import type { ModelRegistry } from "./definition.js";
import { NotFoundError } from "./errors.js";
import type { Operations } from "./operation.js";

/**
 * The operations of a processing name such as `trend@1`.
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
    next: `This Kiln knows ${known.join(", ")}. Serve this version with the Kiln that published it, or export it again.`,
  });
}
