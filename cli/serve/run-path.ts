/** From what stands in an address to a file below the folder of runs, and to nothing else. */
import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { NotFoundError } from "../../core/errors.js";

/**
 * The real path of something below `runs`.
 *
 * @param names parts of the address, decoded: each must be one name, not hidden.
 * @throws NotFoundError when there is no such thing, or a link leads out of the folder.
 */
export async function pathBelow(runs: string, ...names: readonly string[]): Promise<string> {
  const missing = (): NotFoundError =>
    new NotFoundError("there is no such run, or no such picture of it", { next: "See /runs." });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a zero byte ends a name for the system.
  if (names.some((name) => name === "" || name.startsWith(".") || /[/\\\u0000]/.test(name))) throw missing();
  try {
    const root = await realpath(runs);
    const path = await realpath(join(root, ...names));
    if (path.startsWith(`${root}${sep}`)) return path;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
  }
  throw missing();
}
