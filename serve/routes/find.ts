/** Finds what a route names, and says what there is when it is not there. */
import { FailedError, NotFoundError } from "../../core/errors.js";
import { nearest } from "../../core/nearest.js";
import type { Operation } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import type { ServerState } from "../state.js";

/** @throws NotFoundError when no such model is served. */
export function findModel(state: ServerState, generation: Generation, name: string): ActiveModel {
  const model = generation.models.get(name);
  if (model !== undefined) return model;
  if (Object.hasOwn(state.options.registry, name)) {
    throw new NotFoundError(`no version of ${name} can be served`, {
      next: `Publish one with: kiln export ${name}`,
    });
  }
  throw notFound(`there is no model "${name.slice(0, 100)}"`, name, [...generation.models.keys()]);
}

/** @throws NotFoundError when the active version of the model has no such operation. */
export function findOperation(model: ActiveModel, name: string): Operation {
  if (!Object.hasOwn(model.operations, name)) {
    const resources = Object.keys(model.resources);
    const what = resources.length === 0 ? "operation" : "operation or resource";
    throw notFound(`there is no ${what} "${name.slice(0, 100)}" of ${model.name}`, name, [
      ...Object.keys(model.operations),
      ...resources,
    ]);
  }
  const operation = model.operations[name];
  if (operation === undefined) throw new FailedError(`${model.name} lists ${name} and does not have it`);
  return operation;
}

/** An error that says what was meant, if that can be guessed, or else what there is. */
export function notFound(reason: string, name: string, known: readonly string[]): NotFoundError {
  const close = nearest(name, known);
  const next = close === undefined ? `There is ${known.join(", ")}.` : `Did you mean ${close}?`;
  return new NotFoundError(reason, known.length === 0 ? {} : { next });
}
