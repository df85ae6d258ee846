/** Finds what a person names: a model, or one graph of it. */
import type { PublishedBundle } from "./bundle.js";
import { chooseBundle } from "./open.js";
import { scanRepository } from "./scan.js";

/** A published version, and which of its graphs is meant. */
export interface Found {
  readonly bundle: PublishedBundle;
  readonly graph: string;
}

/**
 * Opens a published version by the name of a model (its main graph is meant) or of a graph (`parcel_encoder`).
 *
 * @param version the highest one when left out.
 * @throws NotFoundError saying what the repository holds instead.
 */
export async function findPublished(repository: string, name: string, version?: number): Promise<Found> {
  const scan = await scanRepository(repository);
  const isModel = scan.bundles.some((bundle) => bundle.model === name);
  const owner = isModel ? undefined : scan.bundles.find((bundle) => Object.hasOwn(bundle.graphs, name));
  const bundle = chooseBundle(scan, repository, owner?.model ?? name, version);
  return { bundle, graph: owner === undefined ? bundle.main : name };
}
