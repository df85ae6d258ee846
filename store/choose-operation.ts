import type { ModelRegistry } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import { operationsOf } from "../core/find-operations.js";
import type { Manifest } from "../core/manifest.js";
import { nearest } from "../core/nearest.js";
import type { Operation } from "../core/operation.js";

/** An operation and its name. */
export interface NamedOperation {
  readonly name: string;
  readonly operation: Operation;
}

/**
 * The operation that is meant: the one with that name, or the only one there is.
 *
 * @param model the name to say in an error.
 * @throws UsageError listing the operations when none, or one that does not exist, is named.
 * @throws NotFoundError when the version was made for a processing that this Kiln does not know.
 */
export function chooseOperation(
  registry: ModelRegistry,
  model: string,
  manifests: Readonly<Record<string, Manifest>>,
  name?: string,
): NamedOperation {
  const operations = operationsOf(registry, manifests);
  const names = Object.keys(operations);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  const operation = wanted !== undefined && Object.hasOwn(operations, wanted) ? operations[wanted] : undefined;
  if (wanted !== undefined && operation !== undefined) return { name: wanted, operation };
  const guess = wanted === undefined ? undefined : nearest(wanted, names);
  const list = names.length === 0 ? "It has none: use --raw." : `Its operations are ${names.join(", ")}.`;
  throw new UsageError(
    wanted === undefined ? `${model} needs to be told what to do` : `${model} has no operation "${wanted}"`,
    { where: { field: "operation" }, next: guess === undefined ? list : `Did you mean ${guess}? ${list}` },
  );
}
