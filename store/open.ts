/** Finds the bundle that a person or a server asks for. */
import { NotFoundError } from "../core/errors.js";
import type { PublishedBundle, RepositoryScan } from "./bundle.js";
import { scanRepository } from "./scan.js";

/**
 * Opens a whole bundle: the highest version, or the one that is asked for.
 *
 * @param model the model's name, not a graph's.
 * @throws NotFoundError when there is none, saying what is there instead and why a version was ignored.
 */
export async function openBundle(root: string, model: string, version?: number): Promise<PublishedBundle> {
  return chooseBundle(await scanRepository(root), root, model, version);
}

/** `openBundle` on a scan that was already made. */
export function chooseBundle(scan: RepositoryScan, root: string, model: string, version?: number): PublishedBundle {
  const versions = scan.bundles.filter((bundle) => bundle.model === model);
  const found = version === undefined ? versions.at(-1) : versions.find((bundle) => bundle.version === version);
  if (found !== undefined) return found;
  const graphOf = scan.bundles.find((bundle) => bundle.graphs[model] !== undefined);
  if (graphOf !== undefined && versions.length === 0) {
    throw new NotFoundError(`${model} is a graph of the model ${graphOf.model}, not a model`, {
      next: `Ask for ${graphOf.model}.`,
    });
  }
  const wanted = version === undefined ? `no published version of ${model}` : `no version ${version} of ${model}`;
  throw new NotFoundError(`there is ${wanted} in ${root}`, { next: advice(scan, versions, model, version) });
}

function advice(
  scan: RepositoryScan,
  versions: readonly PublishedBundle[],
  model: string,
  version: number | undefined,
): string {
  const sentences: string[] = [];
  for (const entry of scan.ignored) {
    if ((entry.model ?? entry.graph) === model && (version === undefined || entry.version === version)) {
      sentences.push(`${entry.folder} is ignored: ${entry.reason}.`);
    }
  }
  if (versions.length > 0) sentences.push(`Published: ${versions.map((bundle) => bundle.version).join(", ")}.`);
  else sentences.push(`Publish one with: kiln export ${model}`);
  return sentences.join("\n");
}
