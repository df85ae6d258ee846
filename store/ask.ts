/** A model asked in its own words: the same operations, requests and answers as over HTTP. */

import type { ModelRegistry } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import { operationsOf } from "../core/find-operations.js";
import { parseAs } from "../core/json.js";
import { nearest } from "../core/nearest.js";
import type { Operation, OperationAnswer, PictureAnswer, PictureCodec } from "../core/operation.js";
import type { PublishedBundle } from "./bundle.js";
import type { LoadedModel } from "./loaded-model.js";

/** An operation and its name. */
export interface NamedOperation {
  readonly name: string;
  readonly operation: Operation;
}

/**
 * The operation that is meant: the one with that name, or the only one there is.
 *
 * @throws UsageError listing the operations when none, or one that does not exist, is named.
 * @throws NotFoundError when the version was made for a processing that this Kiln does not know.
 */
export function chooseOperation(registry: ModelRegistry, bundle: PublishedBundle, name?: string): NamedOperation {
  const manifests = Object.entries(bundle.graphs).map(([graph, { manifest }]) => [graph, manifest] as const);
  const operations = operationsOf(registry, Object.fromEntries(manifests));
  const names = Object.keys(operations);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  const operation = wanted !== undefined && Object.hasOwn(operations, wanted) ? operations[wanted] : undefined;
  if (wanted !== undefined && operation !== undefined) return { name: wanted, operation };
  const guess = wanted === undefined ? undefined : nearest(wanted, names);
  const list = names.length === 0 ? "It has none: use --raw." : `Its operations are ${names.join(", ")}.`;
  throw new UsageError(
    wanted === undefined
      ? `${bundle.model} needs to be told what to do`
      : `${bundle.model} has no operation "${wanted}"`,
    { where: { field: "operation" }, next: guess === undefined ? list : `Did you mean ${guess}? ${list}` },
  );
}

/** What the caller brings: how pictures are read and written, and when to stop. */
export interface PredictOptions {
  readonly pictures: PictureCodec;
  readonly signal?: AbortSignal;
}

/**
 * Runs an operation on this machine.
 *
 * @param input the request, as it would be posted to the server.
 * @throws InputError naming the field that is wrong.
 */
export async function predictOperation(
  model: LoadedModel,
  { name, operation }: NamedOperation,
  input: unknown,
  options: PredictOptions,
): Promise<OperationAnswer | PictureAnswer> {
  const request = parseAs(operation.request, input, name);
  return operation.run(request, {
    ...options,
    manifests: model.manifests,
    infer: (graph, feeds) => model.infer(graph, feeds),
  });
}
