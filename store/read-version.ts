/** One version folder: its manifest, checked against the folder it lies in. */
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { FailedError, hasCode, InputError, messageOf } from "../core/errors.js";
import { parseJsonAs } from "../core/json.js";
import { type Manifest, readManifestSchema, repositoryFiles } from "../core/manifest.js";
import { sha256 } from "./checksum.js";
import type { VersionFolder } from "./folders.js";

/** A manifest and the checksum of the file it was read from. */
export interface VersionManifest extends VersionFolder {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
}

/**
 * Reads a version's manifest; `model.onnx` is only looked at for its size.
 *
 * @throws InputError when a file is missing, of another format, or does not belong into this folder.
 */
export async function readVersion(version: VersionFolder): Promise<VersionManifest> {
  const bytes = await readPublished(version.folder, repositoryFiles.manifest);
  const file = join(version.folder, repositoryFiles.manifest);
  const manifest = parseJsonAs(readManifestSchema, new TextDecoder().decode(bytes), "the manifest", file);
  if (manifest.name !== version.graph || manifest.version !== version.version) {
    throw new InputError(
      `the manifest is that of ${manifest.name} version ${manifest.version}, not of this folder: was it copied?`,
      { where: { file } },
    );
  }
  if (manifest.contract.name !== manifest.name || manifest.contract.model !== manifest.model) {
    throw new InputError("the manifest's contract belongs to another graph", { where: { file, field: "/contract" } });
  }
  for (const { file: name } of [{ file: manifest.file.name }, ...manifest.variants]) {
    if (basename(name) !== name) throw new InputError(`"${name}" is no plain file name`, { where: { file } });
  }
  const model = join(version.folder, manifest.file.name);
  const size = await sizeOfFile(model);
  if (size === undefined) throw new InputError("the model file is missing", { where: { file: model } });
  if (size !== manifest.file.bytes) {
    throw new InputError(`the model file has ${size} bytes, the manifest says ${manifest.file.bytes}`, {
      where: { file: model },
    });
  }
  return { ...version, manifest, manifestSha256: sha256(bytes) };
}

/**
 * Reads one file of a version folder.
 *
 * @throws InputError when it is not there; FailedError when it cannot be read.
 */
export async function readPublished(folder: string, name: string): Promise<Buffer> {
  const file = join(folder, name);
  try {
    return await readFile(file);
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) {
      throw new InputError(`there is no ${name} in this version`, { where: { file }, cause });
    }
    throw new FailedError(`cannot read it: ${messageOf(cause)}`, {
      where: { file },
      cause,
    });
  }
}

async function sizeOfFile(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return undefined;
    throw new FailedError(`cannot read it: ${messageOf(cause)}`, {
      where: { file },
      cause,
    });
  }
}
