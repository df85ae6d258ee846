/** Loads a source of a project. Compiled code calls it for its lazy imports. */
import { pathToFileURL } from "node:url";
import { placeOf } from "./cache.js";
import { compile } from "./compile.js";

const sources = new WeakMap<object, string>();

/**
 * Compiles a source where that is due, and imports it.
 *
 * @param root the project.
 * @throws UsageError naming file and line when it does not compile; else what it throws.
 */
export async function load(root: string, source: string): Promise<Readonly<Record<string, unknown>>> {
  const compiled = await compile(placeOf(root), source);
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(compiled).href)) as Record<string, unknown>;
  sources.set(loaded, source);
  return loaded;
}

/** The file that a module was loaded from, when it was loaded here. */
export function sourceOf(loaded: object): string | undefined {
  return sources.get(loaded);
}
