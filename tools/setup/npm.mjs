/**
 * Finds the npm that belongs to the running Node. It is run as a script by that very Node: a shell's `npm` may belong
 * to another version, and the one that started us (`npm start`) says where it lies.
 */
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { SetupError } from "./failure.mjs";

/**
 * Path of `npm-cli.js`.
 * @returns {string}
 * @throws {SetupError} there is no npm
 */
export function findNpm() {
  const bin = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
    ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "npm")),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || !existsSync(candidate)) continue;
    const path = realpathSync(candidate);
    if (path.endsWith("npm-cli.js")) return path;
  }
  throw new SetupError("npm was not found.", {
    next: "install Node.js with npm (https://nodejs.org), then try again.",
  });
}
