/** Where Kiln itself is installed, which is not where it is called from. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FailedError, hasCode } from "../core/errors.js";

/** Kiln's own package. */
export interface OwnPackage {
  readonly root: string;
  readonly version: string;
}

/**
 * The nearest folder above this file, compiled or not, whose package.json is Kiln's.
 *
 * @throws FailedError when the files were moved apart.
 */
export function ownPackage(): OwnPackage {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const found = readPackage(folder);
    if (found !== null) return found;
    if (folder === dirname(folder)) throw new FailedError(`there is no package.json of Kiln above ${start}`);
  }
}

function readPackage(root: string): OwnPackage | null {
  let text: string;
  try {
    text = readFileSync(join(root, "package.json"), "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
  const { name, version } = JSON.parse(text) as { name?: string; version?: string };
  return name === "kilnjs" ? { root, version: version ?? "0.0.0" } : null;
}
