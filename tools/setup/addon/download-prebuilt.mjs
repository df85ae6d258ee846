/**
 * The package's own way: its install script downloads libtensorflow and a prebuilt addon from the hosts that tfjs-node
 * names (a mirror can be set by its variable TFJS_NODE_BASE_URI or TFJS_NODE_CDN_STORAGE).
 */
import { delimiter, join } from "node:path";
import { runCommand } from "../command.mjs";
import { remove } from "../remove.mjs";

/**
 * @param {string} folder of the npm package
 * @param {{ signal: AbortSignal, report: (line: string) => void, trash: string }} options
 * @throws {import("../failure.mjs").SetupError} the download failed
 */
export async function downloadPrebuilt(folder, { signal, report, trash }) {
  await remove(join(folder, "lib"), trash);
  await remove(join(folder, "deps"), trash);
  // The script calls node-pre-gyp by its name.
  const commands = join(folder, "..", "..", ".bin");
  const env = { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH ?? ""}` };
  await runCommand(process.execPath, [join("scripts", "install.js"), "cpu", "download"], {
    cwd: folder,
    env,
    signal,
    onLine: report,
    isNoise: (line) => line.startsWith("at "), // the script's own stack
  });
}
