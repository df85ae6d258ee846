/** What the composition root joins: which models there are, and how each is trained. */
import type { AnyModelDefinition, ModelRegistry } from "../core/definition.js";
import { UsageError } from "../core/errors.js";
import type { AnyRecipe } from "../train/recipe.js";

/** One entry a model in each. */
export interface Registries {
  readonly models: ModelRegistry;
  readonly recipes: Readonly<Record<string, AnyRecipe>>;
}

/** Gives the registries when a command needs them: loading them takes longer than printing a help text may. */
export type RegistrySource = () => Promise<Registries>;

/** The models that Kiln ships with. */
export async function shippedRegistries(): Promise<Registries> {
  const [{ models }, { recipes }] = await Promise.all([
    import("../models/registry.js"),
    import("../models/recipes.js"),
  ]);
  return { models, recipes };
}

/**
 * The entry of a registry with a name that a person typed.
 *
 * @throws UsageError with the nearest name, and all of them.
 */
export async function named<Entry extends AnyModelDefinition | AnyRecipe>(
  registry: Readonly<Record<string, Entry>>,
  name: string,
): Promise<Entry> {
  const found = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (found !== undefined) return found;
  throw await unknownName("model", name, Object.keys(registry));
}

/** The error for a name that is none of the known ones. */
export async function unknownName(what: string, name: string, known: readonly string[]): Promise<UsageError> {
  const { nearest } = await import("../core/nearest.js");
  const guess = nearest(name, known);
  const list = `The ${what}s are ${known.join(", ")}.`;
  return new UsageError(`there is no ${what} "${name}"`, {
    next: guess === undefined ? list : `Did you mean ${guess}? ${list}`,
  });
}
