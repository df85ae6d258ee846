/**
 * Reads a model repository from disk. Only whole bundles count: every graph there, the bundle file there, and the
 * checksums between them right. Everything else is listed with the reason why it is not used, since "my new version does
 * not show up" is the question that a repository is asked most.
 */
import { join } from "node:path";
import { type BundleFile, bundleSchema } from "../core/bundle.js";
import { InputError, KilnError } from "../core/errors.js";
import { parseJsonAs } from "../core/json.js";
import { type Manifest, repositoryFiles } from "../core/manifest.js";
import type { IgnoredVersion, PublishedBundle, PublishedGraph, RepositoryScan } from "./bundle.js";
import { type VersionFolder, versionFolders } from "./folders.js";
import { readPublished, readVersion, type VersionManifest } from "./read-version.js";

/**
 * Reads every version of every model. Files are small and read whole, but for the models, which are only measured: use
 * `readModel` to load and check one.
 *
 * @param root the repository, `published` by default on the command line. One that does not exist is empty.
 * @throws FailedError when the root is no folder or may not be read. A broken version never throws: it is ignored.
 */
export async function scanRepository(root: string): Promise<RepositoryScan> {
  const ignored: IgnoredVersion[] = [];
  const readable = new Map<string, VersionManifest>();
  for (const folder of await versionFolders(root)) {
    const version = await orReason(readVersion(folder));
    if (typeof version === "string") ignored.push(await ignore(folder, version));
    else readable.set(key(folder), version);
  }
  const bundles: PublishedBundle[] = [];
  const claimed = new Set<string>();
  for (const version of readable.values()) {
    if (version.manifest.bundle.graphs[0] !== version.graph) continue;
    const bundle = await orReason(joinBundle(root, version, readable));
    if (typeof bundle === "string") {
      ignored.push(await ignore(version, bundle));
      claimed.add(key(version));
      continue;
    }
    bundles.push(bundle);
    for (const graph of Object.keys(bundle.graphs)) claimed.add(key({ graph, version: bundle.version }));
  }
  for (const version of readable.values()) {
    if (claimed.has(key(version))) continue;
    const main = version.manifest.bundle.graphs[0] ?? version.graph;
    ignored.push(await ignore(version, `its bundle is not whole: see version ${version.version} of ${main}`));
  }
  bundles.sort((a, b) => (a.model === b.model ? a.version - b.version : a.model < b.model ? -1 : 1));
  ignored.sort((a, b) => (a.graph === b.graph ? a.version - b.version : a.graph < b.graph ? -1 : 1));
  return { bundles, ignored };
}

/** Joins the graphs that the main graph's bundle file names. */
async function joinBundle(
  root: string,
  main: VersionManifest,
  readable: ReadonlyMap<string, VersionManifest>,
): Promise<PublishedBundle> {
  const file = await readBundleFile(main);
  const graphs: Record<string, PublishedGraph> = {};
  for (const { name, manifest, golden } of file.graphs) {
    const graph = readable.get(key({ graph: name, version: file.version }));
    if (graph === undefined) {
      throw new InputError(
        `its bundle is not whole: ${join(root, name, String(file.version))} is missing or unreadable`,
      );
    }
    if (graph.manifest.bundle.id !== file.id) {
      throw new InputError(`its bundle is not whole: ${name} version ${file.version} comes from another training`);
    }
    if (graph.manifestSha256 !== manifest) {
      throw new InputError(`${name}/${file.version}/${repositoryFiles.manifest} is not the one that was published`);
    }
    const { folder, manifestSha256 } = graph;
    graphs[name] = { name, folder, manifest: graph.manifest, manifestSha256, goldenSha256: golden };
  }
  const { model, version, id, created } = file;
  return { model, version, id, created, main: main.graph, graphs };
}

async function readBundleFile(main: VersionManifest): Promise<BundleFile> {
  const bytes = await readPublished(main.folder, repositoryFiles.bundle);
  const path = join(main.folder, repositoryFiles.bundle);
  const file = await parseBundle(bytes, path);
  const { bundle, model } = main.manifest;
  const names = file.graphs.map((graph) => graph.name);
  const same =
    file.id === bundle.id &&
    file.model === model &&
    file.version === main.version &&
    names.length === bundle.graphs.length &&
    names.every((name, index) => name === bundle.graphs[index]);
  if (!same) throw new InputError("its bundle file does not belong to its manifest");
  return file;
}

async function orReason<Value>(work: Promise<Value>): Promise<Value | string> {
  try {
    return await work;
  } catch (cause) {
    // A missing, unreadable or malformed file. Anything else is a bug and must be seen.
    if (cause instanceof KilnError) return cause.message;
    throw cause;
  }
}

/** The bundle file comes last and goes with its folder, so where it is, the version has been whole. */
async function ignore(version: VersionFolder & { manifest?: Manifest }, reason: string): Promise<IgnoredVersion> {
  const { graph, folder, manifest } = version;
  const place = { graph, version: version.version, folder };
  const path = join(folder, repositoryFiles.bundle);
  const bytes = await orReason(readPublished(folder, repositoryFiles.bundle));
  if (typeof bytes === "string") return { ...place, reason, model: manifest?.model, damaged: false };
  const file = await orReason(parseBundle(bytes, path));
  return { ...place, reason, model: typeof file === "string" ? manifest?.model : file.model, damaged: true };
}

async function parseBundle(bytes: Uint8Array, path: string): Promise<BundleFile> {
  return parseJsonAs(bundleSchema, new TextDecoder().decode(bytes), "the bundle file", path);
}

function key({ graph, version }: { graph: string; version: number }): string {
  return `${graph}/${version}`;
}
