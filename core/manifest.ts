/** The manifest: what a published version is, where it comes from, and the proof that its runtimes agree. */
import { z } from "zod";
import { contractSchema } from "./contract.js";
import { trainingSummarySchema } from "./inference.js";
import { readContractSchema } from "./read-contract.js";

/** The version of this format; a reader refuses any other. */
export const MANIFEST_FORMAT_VERSION = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** What one runtime answered in verification, against tfjs. */
const runtimeResultSchema = z.object({
  /** `tfjs`, `onnxruntime-node`, `onnxruntime-web`. */
  runtime: z.string(),
  version: z.string(),
  /** The execution provider or back end: `cpu`, `wasm`, `tensorflow`. */
  provider: z.string(),
  maxAbsDifference: z.number().nonnegative(),
  maxScaledDifference: z.number().nonnegative(),
  /** Output and case with the largest difference. */
  worst: z.string(),
});

/** Another converter's file of the same graph, which agrees with the published one. */
export const witnessSchema = z.object({
  /** `tf2onnx 1.17.0`. */
  converter: z.string(),
  maxScaledDifference: z.number().nonnegative(),
  /** Where that is: the output with its element, and the case. */
  worst: z.string(),
});

/** The verification as it was done at export. */
export const verificationSchema = z.object({
  /** |a - b| <= tolerance * max(1, |b|). */
  tolerance: z.number().positive(),
  batches: z.array(z.int().positive()),
  cases: z.int().positive(),
  reference: z.string(),
  runtimes: z.array(runtimeResultSchema),
  /** Of an export by both roads. */
  witness: witnessSchema.optional(),
});

/** A smaller file beside `model.onnx`, with the gate it passed. */
export const variantSchema = z.object({
  name: z.string(),
  file: z.string(),
  sha256: sha256Schema,
  bytes: z.int().positive(),
  gate: z.string(),
});

/** The file `manifest.json`. */
export const manifestSchema = z.object({
  formatVersion: z.literal(MANIFEST_FORMAT_VERSION),
  /** The published name; equals `contract.name`. */
  name: z.string(),
  version: z.int().positive(),
  model: z.string(),
  /** Graphs of one training share this; only whole bundles are activated. */
  bundle: z.object({ id: z.string(), graphs: z.array(z.string()).min(1) }),
  created: z.iso.datetime(),
  contract: contractSchema,
  fitted: z.record(z.string(), z.json()),
  file: z.object({ name: z.string(), sha256: sha256Schema, bytes: z.int().positive() }),
  variants: z.array(variantSchema),
  opset: z.int().positive(),
  exporter: z.object({ road: z.enum(["tf2onnx", "direct"]), version: z.string() }),
  versions: z.record(z.string(), z.string()),
  training: trainingSummarySchema,
  verification: verificationSchema,
});

/** The same, as it is read: its contract may be in an older format. */
export const readManifestSchema = manifestSchema.extend({ contract: readContractSchema });

export type RuntimeResult = z.infer<typeof runtimeResultSchema>;
export type Witness = z.infer<typeof witnessSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type Verification = z.infer<typeof verificationSchema>;

/** The file `manifest.json` of a published version, parsed. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Names in the repository: `<root>/<graph>/<version>/…`. */
export const repositoryFiles = {
  model: "model.onnx",
  manifest: "manifest.json",
  golden: "golden.json",
  card: "README.md",
  config: "config.pbtxt",
  labels: "labels.txt",
  /** `<root>/<first graph of the bundle>/<version>/bundle.json`, renamed into place last. */
  bundle: "bundle.json",
} as const;
