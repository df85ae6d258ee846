/**
 * What must be there before anything is installed, said in plain words and all at once: nobody likes to learn of the
 * second missing thing after having mended the first.
 */
// By their namespaces, where older Nodes lack a name: importing it would end them before they are told to be too old.
import * as fs from "node:fs";
import { dirname } from "node:path";
import { SetupError } from "./failure.mjs";
import { findPython } from "./find-python.mjs";

/** Oldest Node version that Kiln runs on; the same as `engines` in package.json. */
const OLDEST_NODE = [20, 10];

/**
 * Checks Node and the platform: needed for every run, and free.
 * @param {{ version?: string, platform?: string, arch?: string }} [machine] this one, or another for tests
 * @throws {SetupError}
 */
export function requireNode(machine = {}) {
  const { version = process.versions.node, platform = process.platform, arch = process.arch } = machine;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new SetupError(`Node.js ${OLDEST_NODE.join(".")} or newer is needed; this is ${version}.`, {
      next: "install a current version from https://nodejs.org (20, 22 and 24 are tested), then try again.",
    });
  }
  if (platform === "win32") {
    throw new SetupError("Setup does not run on Windows itself.", {
      next: "use WSL 2 (`wsl --install`), clone the project inside it, and run the same command there.",
    });
  }
  if (arch !== "x64" && arch !== "arm64") {
    throw new SetupError(`There is no TensorFlow for this processor (${arch}).`, {
      next: "use an x64 or arm64 machine.",
    });
  }
  if (platform === "darwin" && arch === "x64") {
    throw new SetupError("TensorFlow is no longer published for Macs with an Intel processor.", {
      next: "use a Mac with Apple silicon, or Linux (in a virtual machine or container on this one).",
    });
  }
}

/**
 * Checks what an installation needs and a finished one does not: Python, disk, the C library.
 * @param {string} root of the project
 * @param {{ disk: number, python: boolean }} needs bytes to have free, and whether a Python must be there
 * @throws {SetupError} naming everything that is missing
 */
export function requireRoom(root, needs) {
  /** @type {SetupError[]} */
  const faults = [];
  if (process.platform === "linux" && fs.existsSync("/etc/alpine-release")) {
    faults.push(
      new SetupError("TensorFlow is not published for Alpine Linux (musl).", {
        next: "use a distribution with glibc 2.28 or newer, for instance the node:22-bookworm image.",
      }),
    );
  }
  try {
    if (needs.python) findPython();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    faults.push(error);
  }
  const free = freeDiskBytes(root);
  if (free < needs.disk) {
    faults.push(
      new SetupError(`${gigabytes(needs.disk)} of disk are needed at ${root}; ${gigabytes(free)} are free.`, {
        next: "free some space, or put the project on another disk.",
      }),
    );
  }
  const [first] = faults;
  if (first === undefined) return;
  if (faults.length === 1) throw first;
  throw new SetupError(`${faults.length} things are missing.`, {
    details: faults.flatMap((fault) => [fault.message, ...fault.details.map((line) => `  ${line}`), `  ${fault.next}`]),
    next: "mend these, then try again.",
  });
}

/**
 * Free disk space in bytes for this user at a path, or at its nearest parent that exists.
 * @param {string} path
 * @returns {number}
 */
export function freeDiskBytes(path) {
  let existing = path;
  while (!fs.existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = fs.statfsSync(existing);
  return bavail * bsize;
}

/** @param {number} bytes */
function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
