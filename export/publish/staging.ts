/**
 * The place where a version is put together: `<root>/<main graph>/.staging-<id>`, in the file system of the repository, so
 * that publishing is a rename, and hidden, so that Triton, Kiln and everybody else looks past it.
 *
 * An export that is killed leaves it behind. `owner.json` tells the next export whose it is and which version folders had
 * perhaps been renamed out of it already, so that it can be undone.
 */

import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { hasCode } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { sha256 } from "../../store/checksum.js";
import { livenessOf, processIdentitySchema, thisProcess } from "../../system/process-identity.js";
import { writeDurably } from "./files.js";

const PREFIX = ".staging-";
const OWNER = "owner.json";

/** After this, a staging folder whose owner cannot be asked is taken for dead: publishing takes well under a second. */
const STALE_AFTER_MS = 3_600_000;

const stagedFolderSchema = z.object({ path: z.string(), manifest: z.string() });

const ownerSchema = processIdentitySchema.extend({
  /** Exports of an earlier Kiln did not say. */
  start: z.string().default(""),
  /** Version folders that this export is about to rename into place, the main graph's first. */
  folders: z.array(stagedFolderSchema),
});

/** A version folder relative to the repository, and the checksum of its manifest, which tells it from another export's. */
export type StagedFolder = z.infer<typeof stagedFolderSchema>;

/** Makes a staging folder for an export that will publish the given version folders. */
export async function openStaging(root: string, main: string, folders: readonly StagedFolder[]): Promise<string> {
  await mkdir(join(root, main), { recursive: true });
  const staging = join(root, main, `${PREFIX}${randomUUID()}`);
  await mkdir(staging);
  const owner = { ...thisProcess(), folders };
  await writeDurably(join(staging, OWNER), JSON.stringify(owner));
  return staging;
}

/**
 * Undoes what killed exports left: their staging folders, and version folders of a bundle that never became whole.
 *
 * @returns the folders that were removed.
 */
export async function removeStale(root: string, graphs: readonly string[]): Promise<string[]> {
  const removed: string[] = [];
  for (const graph of graphs) {
    for (const name of await namesIn(join(root, graph))) {
      const staging = join(root, graph, name);
      if (!name.startsWith(PREFIX)) continue;
      const owner = await readOwner(staging);
      if (await isAlive(staging, owner)) continue;
      // The main graph's folder is renamed last and brings the bundle file: without it, nothing was published.
      const [main, ...others] = owner?.folders ?? [];
      if (main !== undefined && !(await isOwn(root, main))) {
        for (const folder of others) {
          if (!(await isOwn(root, folder))) continue;
          await rm(join(root, folder.path), { recursive: true });
          removed.push(join(root, folder.path));
        }
      }
      await rm(staging, { recursive: true, force: true });
      removed.push(staging);
    }
  }
  return removed;
}

async function readOwner(staging: string): Promise<z.infer<typeof ownerSchema> | undefined> {
  let text: string;
  try {
    text = await readFile(join(staging, OWNER), "utf8");
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (cause) {
    // Killed while it was being written: an export that had not renamed anything yet.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

async function isAlive(staging: string, owner: z.infer<typeof ownerSchema> | undefined): Promise<boolean> {
  const age = await ageOf(staging);
  if (age === undefined || age > STALE_AFTER_MS) return false;
  return owner === undefined || livenessOf(owner) !== "dead";
}

async function ageOf(path: string): Promise<number | undefined> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

/** True when the folder is there and holds what that export put into it. */
async function isOwn(root: string, { path, manifest }: StagedFolder): Promise<boolean> {
  try {
    return sha256(await readFile(join(root, path, repositoryFiles.manifest))) === manifest;
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw cause;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

function isMissing(cause: unknown): boolean {
  return hasCode(cause, "ENOENT", "ENOTDIR");
}
