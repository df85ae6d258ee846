#!/usr/bin/env node
/** `npx kiln`: the compiled command line, or one line on why there is none. */
// By their namespaces and without newer syntax: an old Node is told so, and does not stumble over this file.
import * as fs from "node:fs";
import * as path from "node:path";
import * as url from "node:url";

const own = fs.realpathSync(path.join(path.dirname(url.fileURLToPath(import.meta.url)), ".."));

/** The first lines of `engines` in package.json. */
const OLDEST = [20, 10];

/** A Node that is too old, in a sentence. */
function tooOld() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return fits ? undefined : `Kiln needs Node.js ${OLDEST.join(".")} or newer; this is ${process.versions.node}.`;
}

/** Another Kiln that the project around the working directory has installed: its models import that one. */
function otherCopy() {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const installed = path.join(folder, "node_modules", "kilnjs");
    if (fs.existsSync(path.join(installed, "package.json"))) {
      const real = fs.realpathSync(installed);
      return real === own ? undefined : real;
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** @param {unknown} error */
function isMissingFile(error) {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

/** @param {string} text @param {number} code */
function end(text, code) {
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = code;
}

const old = tooOld();
const other = old === undefined ? otherCopy() : undefined;
if (old !== undefined) {
  end(`${old} Install a current one from https://nodejs.org.`, 1);
} else if (other !== undefined) {
  end(`this Kiln is ${own}, and the project has one of its own, ${other}: call that one, by npx kiln.`, 2);
} else {
  try {
    const { run } = await import("../dist/cli/kiln.js");
    await run();
  } catch (error) {
    // Compiled Kiln or one of its packages: setup, or npm, brings both.
    if (!isMissingFile(error)) throw error;
    if (fs.existsSync(path.join(own, "package-lock.json"))) {
      process.stderr.write("Kiln is not set up yet. Run `npm run setup` (or `npm start`, which also runs the demo).\n");
      process.exitCode = 1;
    } else {
      end("a part of Kiln is missing: run `npm install` in this project again.", 1);
    }
    if (process.env.KILN_DEBUG === "1") process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  }
}
