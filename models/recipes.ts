/** The recipes that Kiln ships with: one line a model. */

import type { AnyRecipe } from "../train/recipe.js";
import { facesRecipe } from "./faces/train/recipe.js";
import type { ModelName } from "./registry.js";
import { trendRecipe } from "./trend/train/recipe.js";

/** Recipes by model name; a model without one is a type error that names it. */
export const recipes = { trend: trendRecipe, faces: facesRecipe } as const satisfies Record<ModelName, AnyRecipe>;
