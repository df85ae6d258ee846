/**
 * A run as the machines share it. Each attempt at it writes below a name of its own, so that two that believe to have the
 * job never write the same thing:
 *
 *     <run>/<attempt>/<sha256>         files, by their content
 *     <run>/<attempt>/manifest.json    the files of its newest checkpoint; written after them
 *     <run>/finished.json              the files of the finished run; written once, by the first that finished
 *
 * Training is deterministic, so of the attempts' checkpoints the one with the most steps is the one to go on from, whoever
 * wrote it.
 */
import { z } from "zod";
import { UnavailableError } from "../../../core/errors.js";
import { parseJsonAs } from "../../../core/json.js";
import type { Blobs } from "./blobs.js";
import {
  isCheckpoint,
  newestCheckpoint,
  pathsOf,
  type RunFile,
  readRunFile,
  runFileSchema,
  sha256Of,
  writeRunDirectory,
} from "./run-files.js";

const manifestSchema = z.object({
  formatVersion: z.literal(1),
  attempt: z.string().regex(/^[\w-]+$/),
  /** Steps of the newest checkpoint. */
  step: z.int().nonnegative(),
  files: z.array(runFileSchema),
});

type Manifest = z.infer<typeof manifestSchema>;

/** The shared state of one run. */
export class RunArchive {
  readonly #blobs: Blobs;
  /** Key of the run, with `/` at its end. */
  readonly #base: string;

  constructor(blobs: Blobs, sweep: string, run: string) {
    this.#blobs = blobs;
    this.#base = `${sweep}/${run}/`;
  }

  /** True when some attempt has finished the run. */
  async isFinished(): Promise<boolean> {
    return (await this.#blobs.get(this.#finished)) !== null;
  }

  /**
   * Brings the finished run here.
   *
   * @returns false when it is not finished.
   * @throws UnavailableError when files of it are missing.
   */
  async fetchFinished(directory: string): Promise<boolean> {
    const manifest = await this.#manifest(this.#finished);
    if (manifest === null) return false;
    await this.#fetch(manifest, directory);
    return true;
  }

  /**
   * Brings the newest checkpoint here, with what belongs to it.
   *
   * @returns its step, or null when there is none.
   */
  async restore(directory: string): Promise<number | null> {
    const keys = (await this.#blobs.list(this.#base)).filter((key) => key.endsWith("/manifest.json"));
    const found = await Promise.all(keys.map((key) => this.#manifest(key)));
    const manifests = found.filter((manifest) => manifest !== null).sort((a, b) => b.step - a.step);
    for (const manifest of manifests) {
      try {
        await this.#fetch(manifest, directory);
        return manifest.step;
      } catch (error) {
        // Its writer still lives and has replaced it, or the store has lost a file: the next best will do.
        if (!(error instanceof MissingFile)) throw error;
      }
    }
    return null;
  }

  /**
   * What one attempt writes.
   *
   * @param name of this attempt alone.
   * @param after the step that it was restored from: only checkpoints behind it are news.
   */
  attempt(name: string, after: number | null): AttemptArchive {
    return new AttemptArchive(this.#blobs, this.#base, name, after ?? -1);
  }

  get #finished(): string {
    return `${this.#base}finished.json`;
  }

  async #manifest(key: string): Promise<Manifest | null> {
    const bytes = await this.#blobs.get(key);
    if (bytes === null) return null;
    return parseJsonAs(manifestSchema, new TextDecoder().decode(bytes), "manifest of a run", key);
  }

  async #fetch({ attempt, files }: Manifest, directory: string): Promise<void> {
    await writeRunDirectory(directory, files, async ({ path, sha256 }) => {
      const bytes = await this.#blobs.get(`${this.#base}${attempt}/${sha256}`);
      if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
      throw new MissingFile(`${path} of this run is ${bytes === null ? "missing" : "damaged"} in the artefacts`, {
        where: { file: `${this.#blobs.place}: ${this.#base}${attempt}` },
      });
    });
  }
}

/** The part of one attempt. */
class AttemptArchive {
  readonly #blobs: Blobs;
  readonly #base: string;
  readonly #name: string;
  /** Checksums of the files that are in the store. */
  #stored = new Set<string>();
  #step: number;

  constructor(blobs: Blobs, base: string, name: string, after: number) {
    this.#step = after;
    this.#blobs = blobs;
    this.#base = base;
    this.#name = name;
  }

  /**
   * Keeps the newest checkpoint of the run directory. The training may go on meanwhile.
   *
   * @returns its step, or null when there is none that is new.
   */
  async save(directory: string): Promise<number | null> {
    const newest = await newestCheckpoint(directory);
    if (newest === null || newest.step <= this.#step) return null;
    const checkpoint = await readRunFile(directory, newest.path);
    if (checkpoint === null) return null; // A newer one has taken its place: the next call will find it.
    // The log after the checkpoint: it is only added to, and what is behind the checkpoint's end is cut off on resuming.
    const others = (await pathsOf(directory)).filter((path) => !isCheckpoint(path));
    const files = [await this.#store(newest.path, checkpoint), ...(await this.#storeAll(directory, others))];
    await this.#blobs.put(`${this.#base}${this.#name}/manifest.json`, this.#encode(newest.step, files));
    this.#step = newest.step;
    await this.#keepOnly(files);
    return newest.step;
  }

  /**
   * Makes the run directory the run's result, and removes what the attempts have left.
   *
   * @returns false when another attempt was first: its result stands.
   */
  async publish(directory: string): Promise<boolean> {
    const files = await this.#storeAll(directory, await pathsOf(directory));
    const step = (await newestCheckpoint(directory))?.step ?? 0;
    const first = await this.#blobs.putNew(`${this.#base}finished.json`, this.#encode(step, files));
    const kept = new Set(first ? files.map(({ sha256 }) => this.#keyOf(sha256)) : []);
    const others = (await this.#blobs.list(first ? this.#base : `${this.#base}${this.#name}/`)).filter(
      (key) => key !== `${this.#base}finished.json` && !kept.has(key),
    );
    await this.#blobs.remove(others);
    return first;
  }

  async #storeAll(directory: string, paths: readonly string[]): Promise<RunFile[]> {
    const files: RunFile[] = [];
    for (const path of paths) {
      const bytes = await readRunFile(directory, path);
      if (bytes !== null) files.push(await this.#store(path, bytes));
    }
    return files;
  }

  async #store(path: string, bytes: Uint8Array): Promise<RunFile> {
    const sha256 = sha256Of(bytes);
    if (!this.#stored.has(sha256)) await this.#blobs.put(this.#keyOf(sha256), bytes);
    this.#stored.add(sha256);
    return { path, sha256 };
  }

  /** Removes the files of this attempt that its manifest no longer names. */
  async #keepOnly(files: readonly RunFile[]): Promise<void> {
    const kept = new Set(files.map(({ sha256 }) => sha256));
    const old = [...this.#stored].filter((sha256) => !kept.has(sha256));
    this.#stored = kept;
    await this.#blobs.remove(old.map((sha256) => this.#keyOf(sha256)));
  }

  #keyOf(sha256: string): string {
    return `${this.#base}${this.#name}/${sha256}`;
  }

  #encode(step: number, files: readonly RunFile[]): Uint8Array {
    const manifest: Manifest = { formatVersion: 1, attempt: this.#name, step, files: [...files] };
    return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  }
}

/** A manifest names a file that is not there. */
class MissingFile extends UnavailableError {}
