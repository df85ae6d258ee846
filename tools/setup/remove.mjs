/**
 * Deletes big folders in two moves: a rename, which is over at once, then the slow deletion. A kill in between leaves
 * rubbish in the trash folder, which the next set-up empties, and never half a folder in a place that counts.
 */
import { mkdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";

let count = 0;

/**
 * The first move: takes something out of its place at once.
 * @param {string} path
 * @param {string} trash a folder on the same file system
 * @returns {string | undefined} where it lies now; undefined when there was nothing
 */
export function setAside(path, trash) {
  mkdirSync(trash, { recursive: true });
  count += 1;
  const aside = join(trash, `${basename(path)}-${process.pid}-${Date.now()}-${count}`);
  try {
    renameSync(path, aside);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  return aside;
}

/**
 * Both moves: removes a file, a link or a folder, if it is there.
 * @param {string} path
 * @param {string} trash a folder on the same file system
 */
export async function remove(path, trash) {
  const aside = setAside(path, trash);
  if (aside !== undefined) await rm(aside, { recursive: true, force: true });
}

/** @param {string} trash */
export async function emptyTrash(trash) {
  await rm(trash, { recursive: true, force: true });
}
