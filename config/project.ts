/** A person's project: its config, read and checked, and what follows from it where it says nothing. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { KilnConfig, ServeSettings } from "./define.js";
import { loadFault } from "./fault.js";
import { type FindOptions, findConfig } from "./find.js";
import { load } from "./load.js";
import { Models } from "./models.js";
import { checkConfig } from "./schema.js";

/** Where things of a project are, as paths that a person reads: relative where that is near. */
export interface Places {
  readonly repository: string;
  /** A word on where the repository is, when it is not where it should be; once a command. */
  readonly remark: string | null;
  readonly runs: string;
  readonly cache: string;
}

/** A project. Without a config it is the working directory, with no models. */
export interface Project {
  /** The config's path, absolute; null when there is none. */
  readonly config: string | null;
  readonly root: string;
  readonly models: Models;
  readonly places: Places;
  readonly serve: ServeSettings;
}

const REPOSITORY = "published";

/** Where versions were published before there were configs. */
const OLD_REPOSITORY = join("models", "repository");

/**
 * Finds the config that belongs to a folder, and reads it. The models in it are loaded when they are asked for.
 *
 * @throws UsageError naming file and line when the config cannot be used.
 */
export async function openProject(options: FindOptions): Promise<Project> {
  const file = findConfig(options);
  return file === null ? projectOf({ models: {} }, options.from, null) : await readProject(file);
}

/** @throws UsageError naming file and line when the config cannot be used. */
export async function readProject(file: string): Promise<Project> {
  const root = dirname(file);
  const exported = await load(root, file).catch((error: unknown) => {
    throw loadFault(error, file);
  });
  return projectOf(checkConfig(exported.default, file), root, file);
}

/** A project by its settings. */
export function projectOf(settings: KilnConfig, root: string, config: string | null): Project {
  const at = (path: string) => nearPath(resolve(root, path));
  const { models, runs = "runs", cache = join(".kiln", "cache"), serve = {} } = settings;
  const repository = settings.repository === undefined ? found(root) : { path: settings.repository, remark: null };
  return {
    config,
    root,
    models: new Models(models, config === null ? "kiln.config.ts" : nearPath(config)),
    places: { repository: at(repository.path), remark: repository.remark, runs: at(runs), cache: resolve(root, cache) },
    serve,
  };
}

/** The repository of a project that names none. */
function found(root: string): { path: string; remark: string | null } {
  if (!existsSync(join(root, OLD_REPOSITORY))) return { path: REPOSITORY, remark: null };
  if (existsSync(join(root, REPOSITORY))) {
    return { path: REPOSITORY, remark: `${REPOSITORY}/ is used; ${OLD_REPOSITORY}/, which is there too, is not` };
  }
  return { path: OLD_REPOSITORY, remark: `${OLD_REPOSITORY}/ is used; its new place is ${REPOSITORY}/: move it there` };
}

function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === "" || near.startsWith(join("..", "..")) ? path : near;
}
