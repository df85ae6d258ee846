/** Files of a folder and all below it. */

import { readdir } from "node:fs/promises";
import { hasCode } from "../../../core/errors.js";

/** Paths relative to the folder, with `/`; what vanishes meanwhile is left out. Empty when there is no such folder. */
export async function filesBelow(folder: string, inside = ""): Promise<string[]> {
  const entries = await entriesOf(inside === "" ? folder : `${folder}/${inside}`);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) return await filesBelow(folder, path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return found.flat();
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
