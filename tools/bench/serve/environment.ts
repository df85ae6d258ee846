/** A Python environment for each peer, under `tools/bench/.peers/serve`: they ask for versions that do not fit together. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FailedError } from "../../../core/errors.js";
import { ownPackage } from "../../../system/own-package.js";

/** The folder of what the peers run. */
export const peersFolder = join(ownPackage().root, "tools", "bench", "peers", "serve");

/**
 * The `bin` folder of a peer's environment, made when it is missing or its requirements have changed.
 *
 * @throws FailedError when pip cannot install it.
 */
export async function environmentOf(name: string, note: (text: string) => void, signal: AbortSignal): Promise<string> {
  const folder = join(ownPackage().root, "tools", "bench", ".peers", "serve", name);
  const requirements = join(peersFolder, `${name}.txt`);
  const wanted = readFileSync(requirements, "utf8");
  const stamp = join(folder, "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return join(folder, "bin");
  note(`installing ${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run("python3", ["-m", "venv", folder], signal);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  await run(join(folder, "bin", "python"), pip, signal);
  await writeFile(stamp, wanted);
  return join(folder, "bin");
}

async function run(command: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], signal });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new FailedError(`${command} ${args.join(" ")} ended with ${code}`);
}
