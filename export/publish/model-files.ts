/** The files that belong to a graph and not to one version of it: `config.pbtxt` and `labels.txt`. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { type Contract, labelsOf } from "../../core/contract.js";
import { hasCode, KilnError } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { type VersionFolder, versionsOf } from "../../store/folders.js";
import { readVersion } from "../../store/read-version.js";
import { replaceFile } from "./files.js";
import { tritonConfig } from "./triton.js";

/**
 * Brings both files in line with the versions that are there; without any version, they go.
 *
 * @param pending the contract of a version about to appear: a server that polls must never see a version that the
 * configuration does not hold for.
 */
export async function settleModelFiles(root: string, graph: string, pending?: Contract): Promise<void> {
  // Another export may publish at the same time, so the versions are looked at again: whoever looks last has seen all.
  let versions = await versionsOf(root, graph);
  for (;;) {
    await settle(join(root, graph), graph, [
      ...(await contractsOf(versions)),
      ...(pending === undefined ? [] : [pending]),
    ]);
    const now = await versionsOf(root, graph);
    if (now.length === versions.length) return;
    versions = now;
  }
}

async function settle(folder: string, graph: string, contracts: readonly Contract[]): Promise<void> {
  const newest = contracts.at(-1);
  const labels =
    newest &&
    labelsOf(newest)
      ?.map((label) => `${label}\n`)
      .join("");
  const config = newest === undefined ? undefined : tritonConfig(graph, contracts);
  if (newest !== undefined) await mkdir(folder, { recursive: true });
  await put(folder, repositoryFiles.config, config);
  await put(folder, repositoryFiles.labels, labels);
  if (newest === undefined) await removeIfEmpty(folder);
}

/** Writes what changed only: Triton reloads a model whose configuration has a new date. */
async function put(folder: string, name: string, content: string | undefined): Promise<void> {
  const file = join(folder, name);
  if (content === undefined) await rm(file, { force: true });
  else if ((await readIfThere(file)) !== content)
    await replaceFile(file, content, join(folder, `.${name}-${randomUUID()}`));
}

async function contractsOf(versions: readonly VersionFolder[]): Promise<Contract[]> {
  const contracts: Contract[] = [];
  for (const version of versions) {
    try {
      contracts.push((await readVersion(version)).manifest.contract);
    } catch (cause) {
      // A broken version is not served by Kiln, and cannot say what shape it has.
      if (!(cause instanceof KilnError)) throw cause;
    }
  }
  return contracts;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return undefined;
    throw cause;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTEMPTY", "EEXIST")) throw cause;
  }
}
