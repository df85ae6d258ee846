/**
 * The bundle file: the graphs that one training published together, and the checksums that tie them. It appears in the
 * repository after everything that it names, so whoever sees it may use all of them.
 */
import { z } from "zod";

/** The version of this format; a reader refuses any other. */
export const BUNDLE_FORMAT_VERSION = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** The file `bundle.json`. The checksum of `model.onnx` is in the manifest, whose own checksum is here. */
export const bundleSchema = z.object({
  formatVersion: z.literal(BUNDLE_FORMAT_VERSION),
  /** Names the training; the same in every graph's manifest. */
  id: z.string(),
  /** The model that the graphs belong to. */
  model: z.string(),
  /** The version that all graphs share. */
  version: z.int().positive(),
  created: z.iso.datetime(),
  /** The first graph is the main one: the bundle file lies in its version folder. */
  graphs: z.array(z.object({ name: z.string(), manifest: sha256Schema, golden: sha256Schema })).min(1),
});

export type BundleFile = z.infer<typeof bundleSchema>;
