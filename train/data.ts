/** `kiln data`: the loader without the training. */
import { mkdirSync } from "node:fs";
import { FailedError, messageOf } from "../core/errors.js";
import type { Reporter } from "../core/reporter.js";
import { refuseUnreadData } from "./own-data.js";
import type { AnyRecipe, DataReport } from "./recipe.js";
import { resolveSettings } from "./settings.js";

/** Where the data come from; see `TrainOptions`. */
export interface DataOptions {
  readonly data?: string;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Reads the data as a training would and says what was found, skipped and corrected.
 *
 * @throws UsageError when the recipe reads no data but its own; InputError when the data cannot be used.
 */
export async function describeData(recipe: AnyRecipe, options: DataOptions, reporter: Reporter): Promise<DataReport> {
  refuseUnreadData(recipe, options.data);
  const { settings } = resolveSettings(recipe, undefined, options.set);
  const { data, seed = 1, signal } = options;
  return await recipe.data.describe({ settings, seed, data, base: recipe.base, reporter, signal });
}

/**
 * Writes the embedded data as files.
 *
 * @returns the files written.
 * @throws FailedError when the disk refuses.
 */
export async function writeData(
  recipe: AnyRecipe,
  options: { out: string; seed?: number; set?: readonly string[] },
  reporter: Reporter,
): Promise<string[]> {
  const { out, seed = 1, set } = options;
  const { settings } = resolveSettings(recipe, undefined, set);
  try {
    mkdirSync(out, { recursive: true });
  } catch (cause) {
    throw new FailedError(`the folder cannot be made: ${messageOf(cause)}`, { where: { file: out }, cause });
  }
  return await recipe.data.write({ out, seed, settings, reporter });
}
