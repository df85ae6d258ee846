/** The folders of a repository: `<root>/<graph>/<version>`, by name alone. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FailedError, hasCode, messageOf } from "../core/errors.js";

/** A version folder, whatever is in it. */
export interface VersionFolder {
  readonly graph: string;
  readonly version: number;
  readonly folder: string;
}

/** Version folders are whole numbers from 1 without leading zeros; Triton ignores all others, and so does Kiln. */
const VERSION = /^[1-9][0-9]{0,8}$/;

/**
 * Every version folder of every graph, by graph name and then version. A root that does not exist holds none.
 *
 * @throws FailedError when the root is a file or may not be read.
 */
export async function versionFolders(root: string): Promise<VersionFolder[]> {
  const found: VersionFolder[] = [];
  for (const graph of await subfolders(root)) found.push(...(await versionsOf(root, graph)));
  return found;
}

/** The version folders of one graph, lowest first; none when the graph has no folder. */
export async function versionsOf(root: string, graph: string): Promise<VersionFolder[]> {
  return (await subfolders(join(root, graph)))
    .filter((name) => VERSION.test(name))
    .map((name) => ({ graph, version: Number(name), folder: join(root, graph, name) }))
    .sort((a, b) => a.version - b.version);
}

/** Names of the folders in a folder, sorted; hidden ones (an export at work) are left out. */
async function subfolders(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return [];
    const detail = messageOf(cause);
    throw new FailedError(`cannot read the model repository: ${detail}`, { where: { file: folder }, cause });
  }
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(folder, entry.name))))) {
      names.push(entry.name);
    }
  }
  return names.sort();
}

/** Repositories are mounted and linked in many ways: a link to a folder counts, a dangling one does not. */
async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ELOOP")) return false;
    throw cause;
  }
}
