/**
 * The npm packages, exactly those of the lock file, without running any package's install script: npm 10 would run
 * them and npm 11 would not, one of them downloads from a host that many networks block, and the only one that Kiln
 * needs (tfjs-node's addon) has a step of its own.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { SetupError } from "../failure.mjs";
import { findNpm } from "../npm.mjs";
import { hashOf } from "../step.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Entry */

const PLATFORM = `${process.platform}-${process.arch}`;
const FLAGS = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=http"];

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function npmPackages(project) {
  const lockFile = join(project.root, "package-lock.json");
  const look = () => findDifference(project);
  return {
    name: "npm-packages",
    title: "npm packages",
    disk: 1.1e9,
    hint: "check the network and `npm config get registry`, then try again: what was downloaded is kept in npm's cache.",
    key: () => hashOf(PLATFORM, readFileSync(lockFile)),
    look,
    adopt(last) {
      // A developer's own `npm install` is as good as ours, if npm says in its hidden lock file that it finished.
      if (last !== undefined && last.made.platform !== PLATFORM) return undefined;
      return look() === undefined ? { platform: PLATFORM } : undefined;
    },
    async run({ last, signal, report }) {
      requireSameManifest(project.root);
      const npm = findNpm();
      /** @param {string[]} command */
      const runNpm = (...command) =>
        runCommand(process.execPath, [npm, ...command, ...FLAGS], {
          cwd: project.root,
          signal,
          onLine: (line) => report(line.replace(/^npm http (fetch|cache) /, "")),
          isNoise: (line) => /^npm (http|warn|error +at) /.test(line),
        });
      // A changed lock file is followed in place, which keeps what other programs have open; anything that was cut off
      // or comes from another platform is installed from nothing, since npm does not look into folders that exist.
      const whole = existsSync(join(project.nodeModules, ".package-lock.json"));
      if (whole && last?.state === "done" && last.made.platform === PLATFORM) {
        await runNpm("install", "--no-save");
      }
      if (look() !== undefined || last?.state !== "done") await runNpm("ci");
      const difference = look();
      if (difference !== undefined) {
        throw new SetupError(`npm ended without a fault, but ${difference}.`, {
          next: "delete the folder node_modules and try again; if it stays so, report it.",
        });
      }
      return { platform: PLATFORM };
    },
  };
}

/**
 * Compares what npm says it installed (its hidden lock file, written last) and what lies there with the lock file.
 * @param {import("../project.mjs").Project} project
 * @returns {string | undefined} the first difference
 */
export function findDifference(project) {
  const hidden = readPackages(join(project.nodeModules, ".package-lock.json"));
  if (hidden === undefined) return "node_modules is not complete";
  const wanted = readPackages(join(project.root, "package-lock.json")) ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link === true) continue;
    const there = hidden[path];
    if (there === undefined) {
      if (entry.optional === true || entry.devOptional === true) continue; // for another platform
      return `${path} is missing`;
    }
    if (there.version !== entry.version || there.integrity !== entry.integrity) return `${path} has another version`;
    if (!existsSync(join(project.root, path, "package.json"))) return `${path} is missing`;
  }
  const extra = Object.keys(hidden).find((path) => wanted[path] === undefined);
  return extra === undefined ? undefined : `${extra} is not in the lock file`;
}

/**
 * The `packages` of a lock file; undefined when there is none or it cannot be read.
 * @param {string} path
 * @returns {Record<string, Entry> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * npm's own message for this is long and the fault is nearly always the same: an edited package.json.
 * @param {string} root
 */
function requireSameManifest(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages[""];
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    const a = JSON.stringify(Object.entries(manifest[kind] ?? {}).sort());
    const b = JSON.stringify(Object.entries(locked[kind] ?? {}).sort());
    if (a !== b) {
      throw new SetupError(`package.json and package-lock.json disagree about ${kind}.`, {
        next: "run `npm install` to bring the lock file up to date, and commit it.",
      });
    }
  }
}
