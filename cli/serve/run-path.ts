/** From what stands in an address to a file below the folder of runs, and to nothing else. */
import { type FileHandle, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { NotFoundError } from "../../core/errors.js";
import { openBelow } from "../../system/below.js";

/**
 * The real path of something below `runs`.
 *
 * @param names parts of the address, decoded: each must be one name, not hidden.
 * @throws NotFoundError when there is no such thing, or a link leads out of the folder.
 */
export async function pathBelow(runs: string, ...names: readonly string[]): Promise<string> {
  return await orMissing(names, async () => {
    const root = await realpath(runs);
    const path = await realpath(join(root, ...names));
    return path.startsWith(`${root}${sep}`) ? path : undefined;
  });
}

/** Opens a file of a run: no link may lead out of the run's own folder, the one that its folder of pictures lies in. */
export async function fileBelow(runs: string, ...names: readonly string[]): Promise<FileHandle> {
  const run = await pathBelow(runs, ...names.slice(0, -2));
  return await orMissing(names, () => openBelow(run, ...names.slice(-2)));
}

async function orMissing<Value>(names: readonly string[], find: () => Promise<Value | undefined>): Promise<Value> {
  const missing = (): NotFoundError =>
    new NotFoundError("there is no such run, or no such picture of it", { next: "See /runs." });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a zero byte ends a name for the system.
  if (names.some((name) => name === "" || name.startsWith(".") || /[/\\\u0000]/.test(name))) throw missing();
  try {
    const found = await find();
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
  }
  throw missing();
}
