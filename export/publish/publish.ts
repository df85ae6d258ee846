/**
 * Step 5 of an export: a bundle appears in the repository, whole, or not at all. Everything is written in a staging folder
 * first; then each graph's folder is renamed into place, the main graph's last, and with it the bundle file that makes
 * readers look.
 */
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FailedError, hasCode } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { sha256 } from "../../store/checksum.js";
import { versionsOf } from "../../store/folders.js";
import { syncFolder, writeFolder } from "./files.js";
import { openStaging, removeStale } from "./staging.js";

/** A graph's version folder: file name -> content. `manifest.json` must be among them; in the main graph, `bundle.json`. */
export interface GraphFiles {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** The version that the next export of these graphs gets: one above every version folder that any of them has. */
export async function nextVersion(root: string, graphs: readonly string[]): Promise<number> {
  let highest = 0;
  for (const graph of graphs) highest = Math.max(highest, (await versionsOf(root, graph)).at(-1)?.version ?? 0);
  return highest + 1;
}

/**
 * Publishes a bundle as `version`.
 *
 * @param graphs the main graph first.
 * @returns false when another export took the version in the meantime; then nothing has changed.
 * @throws FailedError when the repository cannot be written (full disk, no permission); nothing partial stays behind.
 */
export async function publish(root: string, version: number, graphs: readonly GraphFiles[]): Promise<boolean> {
  const [main, ...others] = graphs;
  if (main === undefined) throw new FailedError("a bundle has at least one graph");
  let staging: string | undefined;
  try {
    await removeStale(
      root,
      graphs.map((graph) => graph.name),
    );
    const folders = graphs.map((graph) => ({
      path: join(graph.name, String(version)),
      manifest: sha256(graph.files[repositoryFiles.manifest] ?? ""),
    }));
    staging = await openStaging(root, main.name, folders);
    for (const graph of graphs) await writeFolder(join(staging, graph.name), graph.files);
    return await renameAll(
      root,
      version,
      staging,
      [...others, main].map((graph) => graph.name),
    );
  } catch (cause) {
    throw cannotWrite(root, cause);
  } finally {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
  }
}

/** Renames in the given order; when a name is taken, those before it are moved back. */
async function renameAll(root: string, version: number, staging: string, names: readonly string[]): Promise<boolean> {
  const done: { from: string; to: string }[] = [];
  try {
    for (const name of names) {
      const from = join(staging, name);
      const to = join(root, name, String(version));
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
      done.push({ from, to });
    }
    for (const { to } of done) await syncFolder(dirname(to));
    return true;
  } catch (cause) {
    if (done.length === names.length) throw cause;
    for (const { from, to } of done.reverse()) await rename(to, from);
    if (isTaken(cause)) return false;
    throw cause;
  }
}

/** rename(2) onto a folder that is not empty: EEXIST or ENOTEMPTY, by platform. */
function isTaken(cause: unknown): boolean {
  return hasCode(cause, "EEXIST", "ENOTEMPTY");
}

function cannotWrite(root: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause)) return cause;
  return new FailedError(`the model repository cannot be written: ${cause.message}`, {
    where: { file: root },
    next: "Nothing was published. Check the disk's space and the folder's permissions, then export again.",
    cause,
  });
}
