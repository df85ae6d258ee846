/** Finds the config that belongs to a folder. A config is code that will run, so it is looked for within bounds. */
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../core/errors.js";

/** Names that a config may have. */
export const CONFIG_NAMES = ["kiln.config.ts", "kiln.config.mts", "kiln.config.js", "kiln.config.mjs"] as const;

/** The environment variable that names a config; child processes are told of theirs by it. */
export const CONFIG_VARIABLE = "KILN_CONFIG";

/** Where to look. */
export interface FindOptions {
  /** The folder to start from. */
  readonly from: string;
  /** A config that was named by `--config` or by the environment: then nothing is looked for. */
  readonly named?: string | undefined;
  /** The home folder; the person's own when left out. */
  readonly home?: string;
}

/**
 * The config's path, or null when there is none: in the folder or above, up to the nearest package.json and the home
 * folder.
 *
 * @throws UsageError when a folder has two, when it belongs to another user, or when the named one does not exist.
 */
export function findConfig({ from, named, home = homedir() }: FindOptions): string | null {
  if (named !== undefined && named !== "") return namedConfig(resolve(from, named));
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const names = namesIn(folder);
    const [first, second] = CONFIG_NAMES.filter((name) => names.includes(name));
    if (first !== undefined && second !== undefined) {
      throw new UsageError(`there are two configs, ${first} and ${second}`, {
        where: { file: folder },
        next: "Keep one of them.",
      });
    }
    if (first !== undefined) return ownConfig(join(folder, first));
    if (names.includes("package.json") || folder === resolve(home) || folder === dirname(folder)) return null;
  }
}

/** The error of a command that needs a config. */
export function noConfig(from: string): UsageError {
  return new UsageError(`there is no kiln.config.ts in ${from} or above`, {
    next: 'It lists your models: export default defineConfig({ models: { parcel: () => import("./models/parcel.js") } }).',
  });
}

function namedConfig(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UsageError("there is no such config", {
      where: { file },
      next: `--config and ${CONFIG_VARIABLE} take the path of a ${CONFIG_NAMES[0]}.`,
    });
  }
  return file;
}

/** Others may write into a folder above ours, /tmp for one: what they left there must not run in our name. */
function ownConfig(file: string): string {
  const me = process.getuid?.();
  const { uid } = statSync(file);
  if (me === undefined || uid === me || uid === 0) return file;
  throw new UsageError("this config belongs to another user, and would run as you", {
    where: { file },
    next: `When you trust it, name it: --config ${file}`,
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // A folder above that we may pass through and not list: then we cannot say what it holds.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM") return [];
    throw error;
  }
}
