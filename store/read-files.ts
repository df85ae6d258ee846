/** The larger files of a published graph, each checked against its checksum before anybody uses it. */
import { join } from "node:path";
import { NotFoundError, VerificationError } from "../core/errors.js";
import { type Golden, goldenSchema } from "../core/golden.js";
import { parseJsonAs } from "../core/json.js";
import { repositoryFiles } from "../core/manifest.js";
import type { PublishedGraph } from "./bundle.js";
import { sha256 } from "./checksum.js";
import { readPublished } from "./read-version.js";

/**
 * The bytes of a graph's model, or of one of its variants.
 *
 * @param variant a name in the manifest's `variants`; `model.onnx` when left out.
 * @throws VerificationError when the file is not the one that was published; InputError when it is missing;
 * NotFoundError when there is no such variant.
 */
export async function readModel(graph: PublishedGraph, variant?: string): Promise<Buffer> {
  const { manifest } = graph;
  const entry =
    variant === undefined
      ? { file: manifest.file.name, sha256: manifest.file.sha256 }
      : manifest.variants.find((candidate) => candidate.name === variant);
  if (entry === undefined)
    throw new NotFoundError(`${graph.name} version ${manifest.version} has no variant "${variant}"`);
  return readChecked(graph, entry.file, entry.sha256);
}

/**
 * The golden cases of a graph: at most four rows of output each.
 *
 * @throws VerificationError when the file is not the one that was published; InputError when it is missing.
 */
export async function readGolden(graph: PublishedGraph): Promise<Golden> {
  const bytes = await readChecked(graph, repositoryFiles.golden, graph.goldenSha256);
  const file = join(graph.folder, repositoryFiles.golden);
  return parseJsonAs(goldenSchema, new TextDecoder().decode(bytes), "the golden file", file);
}

async function readChecked(graph: PublishedGraph, name: string, expected: string): Promise<Buffer> {
  const bytes = await readPublished(graph.folder, name);
  const actual = sha256(bytes);
  if (actual === expected) return bytes;
  throw new VerificationError(`this is not the file that was published: its SHA-256 is ${actual}, not ${expected}`, {
    where: { file: join(graph.folder, name) },
    next: `Bring ${graph.name} version ${graph.manifest.version} back from a copy, or export again: a version never changes.`,
  });
}
