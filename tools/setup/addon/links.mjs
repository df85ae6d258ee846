/**
 * Links from where the addon looks for TensorFlow to where the Python wheel has it. They are relative, so that the
 * project can be moved, and are replaced by a rename, so that a running program never finds one missing.
 */
import { mkdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { wheelFolder } from "../venv.mjs";

/**
 * @typedef {object} WheelLink
 * @property {string} path in the folder that gets the link
 * @property {string} target in the wheel's `tensorflow` folder
 */

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} folder that gets the link
 * @param {WheelLink} link
 */
export function makeLink(project, folder, link) {
  const path = join(folder, link.path);
  const parent = dirname(path);
  // Up to here a link of an earlier, hand-made installation may stand where a folder belongs.
  if (statSync(parent, { throwIfNoEntry: false }) === undefined) rmSync(parent, { force: true });
  mkdirSync(parent, { recursive: true });
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(wantedText(project, parent, link), temporary);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() && readLink(path) === undefined) {
    rmSync(path, { recursive: true });
  }
  renameSync(temporary, path);
}

/**
 * Whether a link is there, leads to the wheel, and the wheel has the file.
 * @param {import("../project.mjs").Project} project
 * @param {string} folder
 * @param {WheelLink} link
 */
export function linkIsRight(project, folder, link) {
  const path = join(folder, link.path);
  const text = readLink(path);
  if (text === undefined || text !== wantedText(project, dirname(path), link)) return false;
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * @param {import("../project.mjs").Project} project
 * @param {string} parent
 * @param {WheelLink} link
 */
function wantedText(project, parent, link) {
  // The loader follows the real path: node_modules itself may be a link.
  return relative(realpathSync(parent), join(realpathSync(wheelFolder(project)), "tensorflow", link.target));
}

/** @param {string} path */
function readLink(path) {
  try {
    return readlinkSync(path);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT" || code === "EINVAL" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
