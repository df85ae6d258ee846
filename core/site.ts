/**
 * What a page reads to know which models there are: `models/index.json`, beside the published files in their usual
 * layout. The server makes it from its catalogue and `kiln web build` writes it into a folder, so that a page finds the
 * same files under the same relative addresses on both:
 *
 *     models/index.json
 *     models/<graph>/<version>/manifest.json, model.onnx, golden.json, the manifest's variants
 */
import { z } from "zod";

/** The version of this format; a reader refuses any other. */
export const SITE_FORMAT_VERSION = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** One model: the version that is active, and its graphs, the main one first. */
const siteModelSchema = z.object({
  /** The name of the model. */
  name: z.string(),
  version: z.int().positive(),
  /** Names the operations, as the contract does. */
  processing: z.string(),
  /** For a list: what the definition (or, without one, the main graph's contract) calls it. */
  title: z.string(),
  summary: z.string(),
  /** SHA-256 of each graph's manifest, whose own checksums cover the model files, and of its golden outputs. */
  graphs: z.array(z.object({ name: z.string(), manifest: sha256Schema, golden: sha256Schema })).min(1),
});

/** The file `models/index.json`. */
export const siteSchema = z.object({
  formatVersion: z.literal(SITE_FORMAT_VERSION),
  models: z.array(siteModelSchema),
  /** Where, relative to the page, the HTTP API answers and is described; absent on a host of files. */
  api: z
    .object({
      root: z.string(),
      docs: z.string(),
      /** The list of training runs, where the server shows them. */
      runs: z.string().optional(),
    })
    .optional(),
});

/** One model in `models/index.json`: the version that is active, and its graphs, the main one first. */
export type SiteModel = z.infer<typeof siteModelSchema>;
export type Site = z.infer<typeof siteSchema>;

/** Addresses of the files, relative to the page. */
export const siteFiles = {
  folder: "models",
  index: "models/index.json",
  /** Address of a file of a published graph. */
  of: (graph: string, version: number, file: string): string => `models/${graph}/${version}/${file}`,
} as const;
