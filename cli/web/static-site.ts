/** The page and the published models as a folder of files, for any host that serves files. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { ModelRegistry } from "../../core/definition.js";
import { FailedError, NotFoundError, UsageError } from "../../core/errors.js";
import { repositoryFiles } from "../../core/manifest.js";
import { SITE_FORMAT_VERSION, type Site, type SiteModel, siteFiles } from "../../core/site.js";
import type { PublishedBundle } from "../../store/bundle.js";
import { sha256 } from "../../store/checksum.js";
import { scanRepository } from "../../store/scan.js";

/** What was written. */
export interface WrittenSite {
  readonly folder: string;
  readonly models: readonly SiteModel[];
  readonly files: number;
  readonly bytes: number;
}

/** Says that a folder was written by this, and may be written anew. */
const MARK = "kiln-site.json";

/**
 * Writes the newest version of every model, and the page, with relative addresses only.
 *
 * @param page the bundled page, `dist/page`.
 * @throws NotFoundError when the repository has no model; UsageError when the folder holds something else.
 */
export async function writeStaticSite(
  page: string,
  { repository, models }: { readonly repository: string; readonly models: ModelRegistry },
  out: string,
): Promise<WrittenSite> {
  if (!existsSync(join(page, "index.html"))) {
    throw new FailedError("the page has not been built", { where: { file: page }, next: "Build it: npm run build." });
  }
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, MARK))) {
    throw new UsageError(`"${out}" is not empty, and was not written by this command`, {
      where: { field: "--out" },
      next: "Name a new folder.",
    });
  }
  const { bundles } = await scanRepository(repository);
  // Oldest first: the last one of a model is its newest.
  const newest = [...new Map(bundles.map((bundle) => [bundle.model, bundle])).values()];
  if (newest.length === 0) {
    throw new NotFoundError(`no published model in "${repository}"`, {
      next: "Publish one first: kiln train MODEL, kiln export MODEL.",
    });
  }
  const whole = resolve(out);
  mkdirSync(dirname(whole), { recursive: true });
  const fresh = join(dirname(whole), `.${basename(whole)}.writing`);
  rmSync(fresh, { recursive: true, force: true });
  cpSync(page, fresh, { recursive: true });
  unpack(fresh);
  const listed = newest.map((bundle) => copyModel(bundle, models, fresh));
  const site: Site = { formatVersion: SITE_FORMAT_VERSION, models: listed };
  writeFileSync(join(fresh, siteFiles.index), JSON.stringify(site));
  writeFileSync(join(fresh, MARK), JSON.stringify({ formatVersion: SITE_FORMAT_VERSION }));
  rmSync(whole, { recursive: true, force: true });
  renameSync(fresh, whole);
  return { folder: out, models: listed, ...sizeOf(whole) };
}

function copyModel({ model, version, main, graphs }: PublishedBundle, models: ModelRegistry, to: string): SiteModel {
  const definition = Object.hasOwn(models, model) ? models[model] : undefined;
  const contract = graphs[main]?.manifest.contract;
  const entries = Object.values(graphs).map(({ name, folder, manifest, goldenSha256 }) => {
    const variants = manifest.variants.map(({ file }) => file);
    const { manifest: about, golden, model: whole, card } = repositoryFiles;
    const cards = existsSync(join(folder, card)) ? [card] : [];
    for (const file of [about, golden, whole, ...cards, ...variants]) {
      const target = join(to, siteFiles.of(name, version, file));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(folder, file), target);
    }
    return { name, manifest: sha256(readFileSync(join(folder, repositoryFiles.manifest))), golden: goldenSha256 };
  });
  return {
    name: model,
    version,
    processing: contract?.processing ?? "",
    title: definition?.title ?? contract?.title ?? model,
    summary: definition?.summary ?? contract?.description ?? "",
    graphs: entries,
  };
}

/** A host of files gives what is there: what an installed Kiln keeps compressed alone is written out. */
function unpack(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const packed = join(entry.parentPath, entry.name);
    const whole = packed.slice(0, -".br".length);
    if (!entry.isFile() || !packed.endsWith(".br") || existsSync(whole)) continue;
    writeFileSync(whole, brotliDecompressSync(readFileSync(packed)));
  }
}

function sizeOf(folder: string): { files: number; bytes: number } {
  return readdirSync(folder, { withFileTypes: true }).reduce(
    (sum, entry) => {
      const path = join(folder, entry.name);
      const more = entry.isDirectory() ? sizeOf(path) : { files: 1, bytes: readFileSync(path).byteLength };
      return { files: sum.files + more.files, bytes: sum.bytes + more.bytes };
    },
    { files: 0, bytes: 0 },
  );
}
