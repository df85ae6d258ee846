/** The recipes that Kiln ships with: one line a model. */
import type { ModelName } from "../models/registry.js";
import { facesRecipe } from "./faces/recipe.js";
import type { AnyRecipe } from "./recipe.js";
import { trendRecipe } from "./trend/recipe.js";

/** Recipes by model name; a model without one is a type error that names it. */
export const recipes = { trend: trendRecipe, faces: facesRecipe } as const satisfies Record<ModelName, AnyRecipe>;
