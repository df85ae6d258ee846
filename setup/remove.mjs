/**
 * Deletes big folders in two moves: a rename, which is over at once, then the slow deletion. A kill in between leaves
 * rubbish in the trash folder, which the next set-up empties, and never half a folder in a place that counts.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

let count = 0;

/**
 * Removes a file or folder, if it is there.
 * @param {string} path
 * @param {string} trash a folder on the same file system
 */
export function remove(path, trash) {
  if (!existsSync(path)) {
    rmSync(path, { recursive: true, force: true }); // a link that leads nowhere
    return;
  }
  mkdirSync(trash, { recursive: true });
  count += 1;
  const aside = join(trash, `${basename(path)}-${process.pid}-${Date.now()}-${count}`);
  renameSync(path, aside);
  rmSync(aside, { recursive: true, force: true });
}

/** @param {string} trash */
export function emptyTrash(trash) {
  rmSync(trash, { recursive: true, force: true });
}
