/** The files that a path stands for. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { hasCode, InputError } from "../../../core/errors.js";

/** A file, and what messages call it. */
export interface TableFile {
  readonly path: string;
  readonly name: string;
}

/**
 * One file; all those that match, where the name holds `*`; all of a folder with one of the endings, where it is one.
 *
 * @param given a path from `--data`, in the place of the declared one.
 * @returns in the order of their names.
 * @throws InputError when there is none.
 */
export async function findTables(
  declared: string,
  { data, base }: { readonly data?: string | undefined; readonly base: string },
  endings: readonly string[],
): Promise<readonly [TableFile, ...TableFile[]]> {
  const path = data === undefined ? (isAbsolute(declared) ? declared : join(base, declared)) : resolve(data);
  const shown = data ?? declared;
  if (basename(path).includes("*")) return await matching(dirname(path), basename(path), shown);
  try {
    if ((await stat(path)).isDirectory()) {
      return await matching(path, `*{${endings.join(",")}}`, shown, (name) =>
        endings.some((ending) => name.toLowerCase().endsWith(ending)),
      );
    }
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR")) throw cause;
    throw new InputError("there is no such file", {
      where: { file: shown },
      next:
        data === undefined
          ? "Put it there, correct the path in the model's file, or name another with --data."
          : "Check the path.",
    });
  }
  return [{ path, name: basename(path) }];
}

async function matching(
  folder: string,
  pattern: string,
  shown: string,
  matches: (name: string) => boolean = patternOf(pattern),
): Promise<readonly [TableFile, ...TableFile[]]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR")) throw cause;
    throw new InputError("there is no such folder", { where: { file: folder }, next: "Check the path." });
  }
  const [first, ...rest] = names
    .filter((name) => !name.startsWith(".") && matches(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ path: join(folder, name), name }));
  if (first === undefined)
    throw new InputError("no file is there that matches", { where: { file: shown }, next: "Check the path." });
  return [first, ...rest];
}

function patternOf(pattern: string): (name: string) => boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${escaped.join(".*")}$`);
  return (name) => expression.test(name);
}
