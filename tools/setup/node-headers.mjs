/**
 * Node's headers, which the addon is compiled with. Most installations bring them along; where they do, nothing needs
 * to be downloaded, which many networks would block.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommand } from "./command.mjs";
import { findNpm } from "./npm.mjs";

/** The headers of Node-API as a package of their own, by Node's own people: for a Node that was installed without them. */
const PACKAGE = "node-api-headers";
const VERSION = "1.9.0";

/**
 * The folder with `node_api.h`: this Node's own, else the package's, which is then installed into `.kiln`.
 * @param {import("./project.mjs").Project} project
 * @param {{ signal: AbortSignal, report: (line: string) => void }} options
 * @returns {Promise<string>}
 */
export async function nodeHeaders(project, { signal, report }) {
  const own = findNodeHeaders();
  if (own !== undefined) return join(own, "include", "node");
  const folder = join(project.kiln, "node-headers");
  const found = join(folder, "node_modules", PACKAGE, "include");
  if (existsSync(join(found, "node_api.h"))) return found;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { [PACKAGE]: VERSION } }));
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-workspaces", "--prefer-offline"];
  await runCommand(process.execPath, [findNpm(), "install", ...flags], { cwd: folder, signal, onLine: report });
  return found;
}

/**
 * The folder that holds `include/node`, or undefined where this Node has none. Headers of another Node
 * version serve as well: the addon uses Node-API only, whose surface is the same in all of them.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [execPath] of the running Node
 * @returns {string | undefined}
 */
export function findNodeHeaders(env = process.env, execPath = process.execPath) {
  const candidates = [env.npm_config_nodedir, dirname(dirname(execPath)), "/usr", "/usr/local"];
  return candidates.find((folder) => folder && existsSync(join(folder, "include", "node", "node_api.h")));
}
