/** Whether work that was done before is still what would be done now. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { placeOf } from "../../config/cache.js";
import { sourcesOf } from "../../config/compile.js";
import type { Project } from "../../config/project.js";
import { ownPackage } from "../../system/own-package.js";

/** Compiled code of Kiln that a published model depends on. Serving and printing are not in it. */
const FOLDERS = ["core", "system", "trace", "train", "short", "export", "store"];

/**
 * SHA-256 of everything that decides what a demo publishes of a model: the code of the stages, the model's own, the exact
 * libraries, and the arguments. The embedded data follow from the code and the seed.
 */
export async function fingerprint(
  { root, models }: Pick<Project, "root" | "models">,
  model: string,
  ...args: readonly string[]
): Promise<string> {
  const dist = dirname(dirname(createRequire(import.meta.url).resolve("#dist/cli/kiln.js")));
  const hash = createHash("sha256").update(JSON.stringify(args));
  for (const file of libraryLists(root)) hash.update(readFileSync(file));
  for (const folder of FOLDERS) {
    for (const file of compiledFiles(join(dist, folder))) {
      hash.update(relative(dist, file)).update("\0").update(readFileSync(file)).update("\0");
    }
  }
  const { definition, recipe } = await models.files(model);
  const place = placeOf(root);
  const eager = definition === undefined ? new Map() : await sourcesOf(place, definition, () => false);
  // The recipe loads the definition, and what that may load later decides nothing here: a view is not even made for Node.
  const trained = recipe === undefined ? new Map() : await sourcesOf(place, recipe, (file) => !eager.has(file));
  for (const sources of [eager, trained]) {
    for (const path of [...sources.keys()].sort()) hash.update(relative(root, path)).update(`\0${sources.get(path)}\0`);
  }
  return hash.digest("hex");
}

/** What says which libraries there are: of Kiln itself, which npm packs without its lock file, and of the project. */
function libraryLists(project: string): string[] {
  const own = ownPackage().root;
  const files = [join(own, "package.json"), join(own, "package-lock.json"), join(project, "package-lock.json")];
  return files.filter((file) => existsSync(file));
}

function compiledFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
