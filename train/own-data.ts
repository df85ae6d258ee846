/** The user's data, for recipes that read any. */
import { UsageError } from "../core/errors.js";
import type { AnyRecipe } from "./recipe.js";

/**
 * Refuses data that nobody would look at, before they are written down as what a model was trained on.
 *
 * @param data what `--data` names; undefined when it is left out.
 * @throws UsageError when the recipe reads no data but its own.
 */
export function refuseUnreadData(recipe: AnyRecipe, data: string | undefined): void {
  if (data === undefined || recipe.data.reads !== null) return;
  throw new UsageError(`${recipe.model.name} reads no data of yours: it makes its own`, {
    where: { field: "--data" },
    next: "Leave --data out.",
  });
}
