/**
 * Where things lie. In a checkout everything that setup makes is under `.kiln`, `node_modules` and `dist`, so that deleting
 * those three undoes it. Where Kiln was installed from npm it is under the project's own `.kiln` alone: npm looks after
 * `node_modules`, and would remove there what it did not put there itself.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this Kiln, a checkout or an installed package: the folder that holds `tools/setup/`. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Whether a folder is a checkout of Kiln: npm never packs the lock file. */
export function isCheckout(root = projectRoot) {
  return existsSync(join(root, "package-lock.json"));
}

/**
 * @typedef {object} Project
 * @property {string} root the checkout, or the project that has Kiln installed
 * @property {boolean} installed true: Kiln was installed from npm
 * @property {string} kiln what setup keeps: stamps, the lock, the Python environment
 * @property {string} stamps one file a step: what it was done for
 * @property {string} lock the tickets of set-ups that run or ran
 * @property {string} python the virtual environment of the converter
 * @property {string} tensorflow TensorFlow's wheel, where it was unpacked without Python
 * @property {string} node npm packages of our own, where Kiln was installed
 * @property {string} trash folders on their way to deletion
 * @property {string} nodeModules
 * @property {string} dist the compiled command line
 */

/**
 * The paths of a project.
 * @param {string} [root] another root than this checkout's: a project that has Kiln installed, or a test's
 * @param {{ installed?: boolean }} [options]
 * @returns {Project}
 */
export function project(root = projectRoot, { installed = !isCheckout() } = {}) {
  const kiln = join(root, ".kiln");
  return {
    root,
    installed,
    kiln,
    stamps: join(kiln, "stamps"),
    lock: join(kiln, "lock"),
    python: join(kiln, "python"),
    tensorflow: join(kiln, "tensorflow"),
    node: join(kiln, "node"),
    trash: join(kiln, "trash"),
    nodeModules: join(root, "node_modules"),
    dist: join(installed ? projectRoot : root, "dist"),
  };
}

/**
 * The project that a command line names, as `--cwd FOLDER`: only where Kiln was installed, since a checkout is its own.
 * @param {readonly string[]} args
 */
export function projectOf(args) {
  const folder = args[args.indexOf("--cwd") + 1];
  return isCheckout() || !args.includes("--cwd") || folder === undefined ? project() : project(resolve(folder));
}

/**
 * The folder of tfjs-node: a checkout's own; of a project the one that it depends on itself, wherever npm has put it
 * (a workspace keeps it further up), else the one that setup installs.
 * @param {Project} project
 * @returns {string}
 */
export function tfjsNodeOf(project) {
  const name = join("@tensorflow", "tfjs-node");
  if (!project.installed) return join(project.nodeModules, name);
  return ownTfjsNode(project) ?? join(project.node, "node_modules", name);
}

/**
 * The tfjs-node that a project depends on itself.
 * @param {Project} project
 * @returns {string | undefined}
 */
export function ownTfjsNode(project) {
  try {
    return dirname(createRequire(join(project.root, "package.json")).resolve("@tensorflow/tfjs-node/package.json"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
