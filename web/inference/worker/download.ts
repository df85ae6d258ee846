/** The published files of graphs: manifest, golden outputs, and the model or the smallest of its variants. */
import { type Golden, goldenSchema } from "../../../core/golden.js";
import { parseJsonAs } from "../../../core/json.js";
import { type Manifest, readManifestSchema } from "../../../core/manifest.js";
import { type SiteModel, siteFiles } from "../../../core/site.js";
import type { LoadProgress } from "../types.js";
import { fetchVerified } from "./files.js";

/** What came of a graph. */
export interface Downloaded {
  readonly manifest: Manifest;
  readonly golden: Golden;
  /** The file whose bytes these are. */
  readonly file: string;
  /** The bytes, once: they are let go then, since a runtime keeps its own copy. */
  readonly takeBytes: () => Uint8Array;
}

/** Where from, and which file. */
export interface From {
  readonly version: number;
  /** Address that all files are relative to. */
  readonly base: string;
  /** True: `model.onnx`, whatever variants there are. */
  readonly exact: boolean;
}

/** @throws UnavailableError when a file cannot be had; VerificationError when it is not the one that was published. */
export async function download(
  graphs: SiteModel["graphs"],
  { version, base, exact }: From,
  progress: (now: LoadProgress) => void,
): Promise<Downloaded[]> {
  const address = (graph: string, file: string): string => new URL(siteFiles.of(graph, version, file), base).href;
  const text = async (graph: string, file: string, sha256: string): Promise<string> =>
    new TextDecoder().decode(await fetchVerified(address(graph, file), sha256));
  const manifests = await Promise.all(
    graphs.map(async ({ name, manifest }) =>
      parseJsonAs(readManifestSchema, await text(name, "manifest.json", manifest), "manifest", `${name}/manifest.json`),
    ),
  );
  const chosen = manifests.map((manifest) => (exact ? wholeOf(manifest) : smallestOf(manifest)));
  const total = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  let [done, fromCache] = [0, 0];
  progress({ phase: "download", done, total, fromCache });
  return Promise.all(
    manifests.map(async (manifest, i): Promise<Downloaded> => {
      const { name } = manifest;
      const { file, sha256 } = chosen[i] ?? wholeOf(manifest);
      const golden = text(name, "golden.json", graphs[i]?.golden ?? "");
      const model = await fetchVerified(address(name, file), sha256, ({ bytes, cached }) => {
        done += bytes;
        if (cached) fromCache += bytes;
        progress({ phase: "download", done, total, fromCache });
      });
      let kept: Uint8Array = model;
      const takeBytes = (): Uint8Array => {
        const taken = kept;
        kept = new Uint8Array(0);
        return taken;
      };
      return {
        manifest,
        golden: parseJsonAs(goldenSchema, await golden, "golden outputs", `${name}/golden.json`),
        file,
        takeBytes,
      };
    }),
  );
}

interface ModelFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

function wholeOf({ file: { name, sha256, bytes } }: Manifest): ModelFile {
  return { file: name, sha256, bytes };
}

function smallestOf(manifest: Manifest): ModelFile {
  return manifest.variants.reduce<ModelFile>((best, one) => (one.bytes < best.bytes ? one : best), wholeOf(manifest));
}
