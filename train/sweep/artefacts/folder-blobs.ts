/** A store in a folder that all machines see. */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { hasCode, messageOf, UnavailableError } from "../../../core/errors.js";
import type { Blobs } from "./blobs.js";
import { filesBelow } from "./files-below.js";

/** Marks a file that is being written; nobody reads one. */
const WRITING = ".writing-";

export class FolderBlobs implements Blobs {
  readonly place: string;
  readonly #root: string;

  private constructor(place: string) {
    this.place = place;
    this.#root = resolve(place);
  }

  /** Makes the folder. */
  static async open(place: string): Promise<FolderBlobs> {
    const blobs = new FolderBlobs(place);
    await blobs.#doing("made", () => mkdir(blobs.#root, { recursive: true }));
    return blobs;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#doing("written", () => this.#written(key, bytes, (temporary, path) => rename(temporary, path)));
  }

  async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    return await this.#doing("written", () =>
      this.#written(key, bytes, async (temporary, path) => {
        try {
          // A hard link is made once or not at all, on network file systems too; a rename would replace.
          await link(temporary, path);
          return true;
        } catch (error) {
          if (hasCode(error, "EEXIST")) return false;
          throw error;
        } finally {
          await rm(temporary, { force: true });
        }
      }),
    );
  }

  async get(key: string): Promise<Uint8Array | null> {
    return await this.#doing("read", () => unlessMissing(null, () => readFile(this.#pathOf(key))));
  }

  async list(prefix: string): Promise<string[]> {
    const inside = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    return await this.#doing("read", async () => {
      const paths = await filesBelow(this.#pathOf(inside));
      return paths
        .filter((path) => !path.slice(path.lastIndexOf("/") + 1).startsWith(WRITING))
        .map((path) => inside + path)
        .filter((key) => key.startsWith(prefix));
    });
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#doing("removed", async () => {
      for (const key of keys) await rm(this.#pathOf(key), { force: true });
    });
  }

  async #written<Result>(
    key: string,
    bytes: Uint8Array,
    place: (temporary: string, path: string) => Promise<Result>,
  ): Promise<Result> {
    const path = this.#pathOf(key);
    const temporary = join(dirname(path), `${WRITING}${randomUUID()}`);
    await mkdir(dirname(path), { recursive: true });
    try {
      const file = await open(temporary, "w");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      return await place(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #pathOf(key: string): string {
    return join(this.#root, ...key.split("/"));
  }

  async #doing<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (cause) {
      const message = messageOf(cause);
      throw new UnavailableError(`artefacts cannot be ${what}: ${message}`, {
        where: { file: this.place },
        next: "Look at the folder, its permissions and the space on its disk; then the same command goes on.",
        cause,
      });
    }
  }
}

async function unlessMissing<Result, Other>(other: Other, action: () => Promise<Result>): Promise<Result | Other> {
  try {
    return await action();
  } catch (error) {
    // EISDIR: a folder is no piece, only the beginning of others' keys.
    if (hasCode(error, "ENOENT", "EISDIR")) return other;
    throw error;
  }
}
