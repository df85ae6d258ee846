/** Puts together the files of every graph of a bundle, with the checksums that tie them. */
import { BUNDLE_FORMAT_VERSION, type BundleFile } from "../../core/bundle.js";
import { type Golden, trimGolden } from "../../core/golden.js";
import { type Manifest, repositoryFiles } from "../../core/manifest.js";
import { sha256 } from "../../store/checksum.js";
import type { MadeVariant } from "../variants.js";
import { modelCard } from "./card.js";
import type { GraphFiles } from "./publish.js";

/** A graph that was verified. */
export interface VerifiedGraph {
  readonly manifest: Manifest;
  readonly golden: Golden;
  readonly model: Uint8Array;
  readonly variants: readonly MadeVariant[];
}

/** The version folders of a bundle; the first graph is the main one and carries the bundle file. */
export function bundleFiles(graphs: readonly VerifiedGraph[]): GraphFiles[] {
  const folders = graphs.map(({ manifest, golden, model, variants }) => ({
    name: manifest.name,
    files: {
      [repositoryFiles.model]: model,
      ...Object.fromEntries(variants.map(({ variant, model: bytes }) => [variant.file, bytes])),
      [repositoryFiles.manifest]: json(manifest),
      [repositoryFiles.golden]: json(trimGolden(manifest.contract, golden)),
      [repositoryFiles.card]: modelCard(manifest),
    },
  }));
  const [first] = graphs;
  if (first === undefined) return [];
  const { manifest } = first;
  const bundle: BundleFile = {
    formatVersion: BUNDLE_FORMAT_VERSION,
    id: manifest.bundle.id,
    model: manifest.model,
    version: manifest.version,
    created: manifest.created,
    graphs: folders.map(({ name, files }) => ({
      name,
      manifest: sha256(files[repositoryFiles.manifest] ?? ""),
      golden: sha256(files[repositoryFiles.golden] ?? ""),
    })),
  };
  return folders.map((folder, index) =>
    index === 0 ? { ...folder, files: { ...folder.files, [repositoryFiles.bundle]: json(bundle) } } : folder,
  );
}

function json(value: Manifest | Golden | BundleFile): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
