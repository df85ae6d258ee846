/**
 * Facts: what a network or a contract depends on and only the data say (the names of the classes, a column's mean). They
 * are told by `prepare`, stand in `config.json`, and every later stage that has no data reads them there.
 */
import { isDeepStrictEqual } from "node:util";
import { FailedError, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { AnyRecipe } from "./recipe.js";

/**
 * The recipe as it is for these data: its network, contract and step.
 *
 * @throws FailedError when the recipe depends on facts and there are none.
 */
export async function boundTo(recipe: AnyRecipe, facts: JsonObject | undefined): Promise<AnyRecipe> {
  if (recipe.forFacts === undefined) return recipe;
  if (facts !== undefined) return { ...(await recipe.forFacts(facts)), base: recipe.base };
  throw new FailedError(`the recipe of ${recipe.model.name} depends on facts of its data, and there are none`, {
    next: "Its prepare must give facts; a run that was begun without them cannot go on: start a new one.",
  });
}

/**
 * Refuses to go on with a run whose data say something else than when it began: another network would belong to them.
 *
 * @throws InputError naming the first fact that is another one.
 */
export function refuseOtherFacts(then: JsonObject | undefined, now: JsonObject | undefined, run: string): void {
  if (isDeepStrictEqual(then, plain(now))) return;
  const keys = [...new Set([...Object.keys(then ?? {}), ...Object.keys(now ?? {})])];
  const changed = keys.find((key) => !isDeepStrictEqual(then?.[key], plain(now)?.[key])) ?? "facts";
  throw new InputError(`what the data say has changed since this run began: ${changed}`, {
    where: { file: run },
    next: "Put the data and the model's file back as they were, or start a new run.",
  });
}

/** As a file would give it back: what `config.json` holds went through JSON, and what the data say did not. */
function plain(facts: JsonObject | undefined): JsonObject | undefined {
  return facts === undefined ? undefined : (JSON.parse(JSON.stringify(facts)) as JsonObject);
}
