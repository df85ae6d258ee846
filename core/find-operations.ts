/** Finds the operations that belong to a published version. */

import type { ModelRegistry } from "./definition.js";
import { NotFoundError, UsageError } from "./errors.js";
import type { Manifest } from "./manifest.js";
import type { Operations } from "./operation.js";
import { predictOperations } from "./predict/predict-operations.js";
import { PREDICT_PROCESSING } from "./predict/processing.js";

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
 * What a published version can be asked: the operations of its processing, such as `parcel@1`. A version whose
 * processing is `predict@1`, or whose model is none of the project's, is asked by its contract alone (`core/predict`).
 *
 * @param manifests by graph name, the main graph first.
 * @throws NotFoundError when the model is the project's and does not know the processing: the version was made by another
 * state of its code, and guessing how its raw data are turned into inputs would give wrong answers without a sign.
 */
export function operationsOf(registry: ModelRegistry, manifests: Readonly<Record<string, Manifest>>): Operations {
  const [main] = Object.values(manifests);
  if (main === undefined) throw new NotFoundError("the version has no graph");
  const { processing, model } = main.contract;
  if (processing === PREDICT_PROCESSING) return predictOperations(manifests);
  for (const definition of Object.values(registry)) {
    const operations = Object.hasOwn(definition.processings, processing) && definition.processings[processing];
    if (operations) return operations;
  }
  const own = Object.hasOwn(registry, model) ? registry[model] : undefined;
  if (own === undefined) return predictOperations(manifests);
  throw new NotFoundError(`unknown processing "${processing}"`, {
    next: `${model} knows ${Object.keys(own.processings).join(", ")}. Serve this version with the code that published it, or export it again.`,
  });
}
