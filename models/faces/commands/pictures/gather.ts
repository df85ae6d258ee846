/** From the files and folders that a person named to files, in order. */
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { findFiles } from "kilnjs/data";
import { OWN_FILES } from "../../train/dataset/own-files.js";

/** A file that may be a picture, or one that is not, with the reason. */
export interface Gathered {
  readonly path: string;
  /** What a label calls it. */
  readonly name: string;
  readonly reason?: string;
}

/** All files: those of a folder in the order of their names, with the rules that training has for folders. */
export async function gather(places: readonly string[]): Promise<Gathered[]> {
  const gathered: Gathered[] = [];
  for (const place of places) {
    if (await isFolder(place)) gathered.push(...(await inFolder(place)));
    else gathered.push({ path: place, name: basename(place) });
  }
  return gathered;
}

async function inFolder(folder: string): Promise<Gathered[]> {
  const { files, skipped } = await findFiles(folder, OWN_FILES);
  return [
    ...files.map(({ name }) => ({ path: join(folder, name), name })),
    ...skipped.map(({ name, reason }) => ({ path: join(folder, name), name, reason })),
  ];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Whatever is wrong with it is said when it is read, as for every other file.
    return false;
  }
}
