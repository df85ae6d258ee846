/** The recipe of a model that a config lists. */
import type { Models } from "../config/models.js";
import type { Part } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import type { AnyRecipe } from "./recipe.js";

/**
 * How a model is trained.
 *
 * @throws UsageError when there is no such model, when it has no recipe, or when that is another model's.
 */
export async function recipeOf(models: Models, name: string): Promise<AnyRecipe> {
  const part = await models.part(name, "recipe");
  if (part === null) {
    throw new UsageError(`the model "${name}" has no recipe: it cannot be trained here`, {
      next: 'Give it one: recipe: () => import("./recipe.js").',
    });
  }
  if (!isRecipe(part)) throw new UsageError(`the recipe of "${name}" was not made by defineRecipe of kilnjs/train`);
  if (part.model.name === name) return { ...part, base: models.root };
  throw new UsageError(`the recipe of "${name}" trains "${part.model.name}"`, { next: "Set its model to this one." });
}

function isRecipe(part: Part<"recipe">): part is AnyRecipe {
  return "model" in part && "settings" in part && "step" in part;
}
