import { silentReporter } from "../../core/reporter.js";
import { describeData } from "../../train/data.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { DEMO_SEED } from "./model.js";

/**
 * SHA-256 of the files that a model of the short form reads; none for one whose embedded data follow from its code and the
 * seed.
 *
 * @throws InputError for data that a training would refuse too.
 */
export async function hashOfOwnData(recipe: AnyRecipe): Promise<string> {
  if (recipe.forFacts === undefined) return "";
  return (await describeData(recipe, { seed: DEMO_SEED }, silentReporter)).summary.sha256;
}
