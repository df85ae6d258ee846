/**
 * Looks whether the repository has changed. A version is published by one rename and complete with its bundle file, so the
 * names and the times of few files tell; what has changed is then looked at by a reload, which decides.
 */
import { type FSWatcher, watch as watchFolder } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { hasCode, messageOf } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import type { Reporter } from "../../core/reporter.js";
import { versionFolders } from "../../store/folders.js";

/** `off`: only when asked to. `poll`: every so often, for file systems that tell of no change. `on`: when the system tells. */
export const watchWays = ["off", "poll", "on"] as const;
export type WatchWay = (typeof watchWays)[number];

/** How a repository is watched. */
export interface WatchOptions {
  readonly repository: string;
  readonly way: WatchWay;
  /** ms between two looks of `poll`. */
  readonly interval: number;
  readonly reporter: Reporter;
  /** Called when something has changed; never twice at a time. */
  changed(): Promise<void>;
}

/** When the system tells of changes, it is looked after this long all the same, in ms: it may have missed one. */
const UNTOLD = 60_000;

/** Several files of a version change within this time, in ms. */
const SETTLE = 100;

export class RepositoryWatch {
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #polling = false;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #known: string | undefined;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(options: WatchOptions) {
    this.#options = options;
    this.#polling = options.way === "poll";
  }

  /** Begins. What there is now counts as known. */
  static async start(options: WatchOptions): Promise<RepositoryWatch> {
    const one = new RepositoryWatch(options);
    if (options.way !== "off") await one.#look(false);
    return one;
  }

  /** Ends. @returns when a look that goes on is done. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    await this.#looking;
  }

  async #look(tell = true): Promise<void> {
    const { repository, reporter, changed } = this.#options;
    try {
      if (!this.#polling) await this.#watchFolders();
      const now = await stateOf(repository);
      if (tell && now !== this.#known && !this.#closed) {
        this.#known = now;
        await changed();
      }
      this.#known = now;
    } catch (error) {
      reporter.warn(`the repository could not be looked at: ${messageOf(error)}`);
    }
    if (this.#options.way !== "off") this.#lookIn(this.#polling ? this.#options.interval : UNTOLD);
  }

  /** Looks after so many ms, or when it was to be looked before that. */
  #lookIn(wait: number): void {
    const due = performance.now() + wait;
    if (this.#closed || due >= this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      this.#looking = this.#looking.then(() => this.#look());
    }, wait).unref();
  }

  /** The repository and the folder of each graph: a version comes and goes in the latter. */
  async #watchFolders(): Promise<void> {
    const { repository } = this.#options;
    const graphs = await readdir(repository, { withFileTypes: true });
    const folders = [repository, ...graphs.filter((one) => !one.isFile()).map(({ name }) => join(repository, name))];
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watchOne(folder);
  }

  #watchOne(folder: string): void {
    try {
      const watcher = watchFolder(folder, { persistent: false }, () => this.#lookIn(SETTLE));
      watcher.on("error", (error) => this.#pollInstead(error));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // Gone again, or no folder.
      if (!hasCode(error, "ENOENT", "ENOTDIR")) this.#pollInstead(error);
    }
  }

  /** The system has no watch left, or the file system none at all. */
  #pollInstead(error: unknown): void {
    if (this.#polling) return;
    this.#polling = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    const every = this.#options.interval / 1000;
    this.#options.reporter.warn(
      `the repository cannot be watched and is looked at every ${every} s: ${messageOf(error)}`,
    );
    this.#lookIn(this.#options.interval);
  }
}

/** Changes with every version that comes, goes or is made whole, and with a file of one that is changed in place. */
async function stateOf(repository: string): Promise<string> {
  const parts: string[] = [];
  for (const { folder } of await versionFolders(repository)) {
    const times = await Promise.all(
      [repositoryFiles.bundle, repositoryFiles.manifest, repositoryFiles.model].map((file) =>
        timeOf(join(folder, file)),
      ),
    );
    parts.push(`${folder} ${times.join(" ")}`);
  }
  return parts.join("\n");
}

async function timeOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino}/${size}/${mtimeMs}`;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return "-";
    throw error;
  }
}
