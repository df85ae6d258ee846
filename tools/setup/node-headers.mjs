/**
 * Node's headers, which the addon is compiled with. Most installations bring them along; where they do, nothing needs
 * to be downloaded, which many networks would block.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A folder to pass as `--nodedir`, or undefined where node-gyp must download the headers. Headers of another Node
 * version serve as well: the addon uses Node-API only, whose surface is the same in all of them.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [execPath] of the running Node
 * @returns {string | undefined}
 */
export function findNodeHeaders(env = process.env, execPath = process.execPath) {
  const candidates = [env.npm_config_nodedir, dirname(dirname(execPath)), "/usr", "/usr/local"];
  return candidates.find((folder) => folder && existsSync(join(folder, "include", "node", "node_api.h")));
}
