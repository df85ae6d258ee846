/**
 * `kiln clean`: removes what setup installed, after saying what and how much. Runs and published models are a person's
 * work, not setup's: they go only where that is asked for by name.
 *
 * Options: --yes (do not ask), --runs, --models, --json, --cwd FOLDER (where runs/ and published/ lie).
 */
import { existsSync, lstatSync, opendirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { acquireLock } from "./lock.mjs";
import { projectOf } from "./project.mjs";
import { remove } from "./remove.mjs";
import { underSignals } from "./setup.mjs";

/** @typedef {{ path: string, what: string, bytes: number }} CleanTarget */

/**
 * What there is to remove, with sizes.
 * @param {import("./project.mjs").Project} project
 * @param {{ runs?: boolean, models?: boolean, cwd?: string }} [options]
 * @returns {CleanTarget[]}
 */
function cleanTargets(project, { runs = false, models = false, cwd = project.root } = {}) {
  // Where Kiln was installed, npm looks after its packages, Kiln among them.
  const built = [
    { path: project.dist, what: "compiled Kiln" },
    { path: `${project.dist}.new`, what: "a compilation that was cut off" },
    { path: join(project.root, "coverage"), what: "coverage of the tests" },
    { path: project.nodeModules, what: "npm packages" },
  ];
  const candidates = [
    ...(project.installed ? [] : built),
    // Last, since the lock is in it.
    { path: project.kiln, what: "Python environment and notes of setup" },
    ...(runs ? [{ path: join(cwd, "runs"), what: "training runs" }] : []),
    ...(models ? ["published", join("models", "repository")] : []).map((folder) => ({
      path: join(cwd, folder),
      what: "published models",
    })),
  ];
  return candidates
    .filter(({ path }) => existsSync(path))
    .map((candidate) => ({ ...candidate, bytes: sizeOf(candidate.path) }));
}

/**
 * Bytes of a file or folder; a link counts as itself.
 * @param {string} path
 * @returns {number}
 */
function sizeOf(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  let bytes = 0;
  const folder = opendirSync(path);
  for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
    bytes += sizeOf(join(path, entry.name));
  }
  folder.closeSync();
  return bytes;
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit code
 */
async function main(args, signal) {
  const flag = { type: /** @type {const} */ ("boolean"), default: false };
  const { values } = parseArgs({
    args,
    options: { yes: flag, runs: flag, models: flag, json: flag, cwd: { type: "string" } },
  });
  const project = projectOf(args);
  const cwd = resolve(values.cwd ?? project.root);
  const targets = cleanTargets(project, { runs: values.runs, models: values.models, cwd });
  for (const { path, what, bytes } of targets) {
    process.stderr.write(`${megabytes(bytes).padStart(9)}  ${relative(process.cwd(), path) || path}  (${what})\n`);
  }
  if (targets.length > 0 && !values.yes) {
    if (process.stdin.isTTY !== true) {
      process.stderr.write("Nothing was removed: say --yes to remove these.\n");
      return 2;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question("Remove these? [y/N] ", { signal });
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) {
      process.stderr.write("Nothing was removed.\n");
      return 0;
    }
  }
  if (targets.length > 0) await removeAll(project, targets, signal);
  const bytes = targets.reduce((sum, target) => sum + target.bytes, 0);
  if (values.json) {
    const removed = targets.map(({ path, bytes }) => ({ path, bytes }));
    process.stdout.write(`${JSON.stringify({ event: "result", removed, bytes })}\n`);
  }
  process.stderr.write(targets.length === 0 ? "There is nothing to remove.\n" : `Removed ${megabytes(bytes)}.\n`);
  return 0;
}

/**
 * @param {import("./project.mjs").Project} project
 * @param {CleanTarget[]} targets
 * @param {AbortSignal} signal
 */
async function removeAll(project, targets, signal) {
  const lock = await acquireLock(project.lock, {
    signal,
    onWait: (owner) => process.stderr.write(`A set-up is running here (process ${owner.pid}); waiting for it.\n`),
  });
  for (const { path } of targets) {
    if (path !== project.kiln) await remove(path, project.trash);
  }
  if (targets.some(({ path }) => path === project.kiln)) await removeKiln(project);
  lock.release();
}

/**
 * Removes `.kiln` with the lock in it. The stamps go first, so that a kill leaves nothing that looks whole; the lock
 * goes last and by a rename, after which a waiting set-up may begin, in a folder of its own.
 * @param {import("./project.mjs").Project} project
 */
async function removeKiln(project) {
  await remove(project.stamps, project.trash);
  for (const name of readdirSync(project.kiln)) {
    const path = join(project.kiln, name);
    if (path !== project.lock) await rm(path, { recursive: true, force: true });
  }
  const lock = `${project.lock}.${process.pid}`;
  renameSync(project.lock, lock);
  rmSync(lock, { recursive: true, force: true });
  try {
    rmdirSync(project.kiln);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOTEMPTY") throw error;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const code = await underSignals((signal) => main(process.argv.slice(2), signal));
  if (code !== undefined) process.exitCode = code;
}
