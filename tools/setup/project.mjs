/**
 * Where things lie in the project. Everything that setup makes is under `.kiln`, `node_modules` and `dist`, so that
 * deleting those three undoes it.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this checkout: the folder that holds `tools/setup/`. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @typedef {object} Project
 * @property {string} root the checkout
 * @property {string} kiln what setup keeps: stamps, the lock, the Python environment
 * @property {string} stamps one file a step: what it was done for
 * @property {string} lock the tickets of set-ups that run or ran
 * @property {string} python the virtual environment of the converter
 * @property {string} trash folders on their way to deletion
 * @property {string} nodeModules
 * @property {string} dist the compiled command line
 */

/**
 * The paths of a project.
 * @param {string} [root] another root than this checkout's, for tests
 * @returns {Project}
 */
export function project(root = projectRoot) {
  const kiln = join(root, ".kiln");
  return {
    root,
    kiln,
    stamps: join(kiln, "stamps"),
    lock: join(kiln, "lock"),
    python: join(kiln, "python"),
    trash: join(kiln, "trash"),
    nodeModules: join(root, "node_modules"),
    dist: join(root, "dist"),
  };
}
