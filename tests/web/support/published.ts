/** Three published models for the page: two with views of their own, and a third that the page was not built with. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../fixtures/source-tree.js";
import { publish } from "../../serve/support/publish.js";

/** Small ones, made by an earlier Kiln: a page has to open those as well. */
const kept = join(root, "tests", "fixtures", "made-by-362de6e", "published");

/** What a process of Kiln is told, so that it serves the models of this repository. */
export const ownConfig = { KILN_CONFIG: join(root, "kiln.config.ts") };

/**
 * Publishes them into a folder.
 *
 * @returns the repository.
 */
export async function publishModels(folder: string): Promise<string> {
  const repository = join(folder, "repository");
  cpSync(kept, repository, { recursive: true });
  await publish(repository);
  return repository;
}
