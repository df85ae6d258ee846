/** What `GET /v1/models` and `GET /v1/models/<name>` tell: the manifest, in the words of the API. */
import { z } from "zod";
import { contractSchema } from "../../core/contract.js";
import { trainingSummarySchema } from "../../core/inference.js";
import { type Manifest, variantSchema, verificationSchema } from "../../core/manifest.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { VersionState } from "../catalog/version-state.js";

const versionSchema = z.object({
  version: z.int(),
  state: z
    .enum(["active", "available", "refused", "ignored"])
    .describe("refused: did not pass its trial; ignored: not whole. The server's log says why"),
});

const operationSchema = z.object({
  name: z.string(),
  method: z.literal("POST"),
  path: z.string(),
  summary: z.string(),
});

const resourceSchema = operationSchema.extend({ method: z.literal("GET") });

/** One published graph, in a list. */
const modelSummarySchema = z.object({
  name: z.string(),
  model: z.string().describe("the model that the graph belongs to; its operations are under /v1/<model>/"),
  title: z.string(),
  description: z.string(),
  version: z.int().describe("the version that is served"),
  versions: z.array(versionSchema),
  processing: z.string(),
  simulated: z
    .boolean()
    .describe("true when it was trained on simulated data: its answers are no statement about the world"),
  operations: z.array(operationSchema),
  resources: z.array(resourceSchema),
  url: z.string(),
});

/** The answer of `GET /v1/models`. */
export const modelListSchema = z.object({ models: z.array(modelSummarySchema) });

/** The answer of `GET /v1/models/<graph>`. */
export const modelDocumentSchema = modelSummarySchema.extend({
  bundle: z.object({ id: z.string(), graphs: z.array(z.string()) }),
  created: z.string(),
  contract: contractSchema,
  metrics: z.record(z.string(), z.number()).describe("final figures of the training, each with its split in its name"),
  verification: verificationSchema,
  training: trainingSummarySchema,
  fitted: z.record(z.string(), z.json()),
  file: z.object({ name: z.string(), sha256: z.string(), bytes: z.int() }),
  variants: z.array(variantSchema),
  opset: z.int(),
  exporter: z.object({ road: z.string(), version: z.string() }),
  tools: z.record(z.string(), z.string()).describe("versions of what trained and exported it"),
});

/** The answer of `GET /v1/models/<model>` for a model of several graphs. */
export const bundleDocumentSchema = z.object({
  name: z.string(),
  version: z.int(),
  operations: z.array(operationSchema),
  resources: z.array(resourceSchema),
  graphs: z.array(modelDocumentSchema),
});

export type ModelSummary = z.infer<typeof modelSummarySchema>;
export type ModelDocument = z.infer<typeof modelDocumentSchema>;
export type BundleDocument = z.infer<typeof bundleDocumentSchema>;

/** A graph in a list. */
export function modelSummary(model: ActiveModel, manifest: Manifest, versions: readonly VersionState[]): ModelSummary {
  const { contract, training } = manifest;
  return {
    name: manifest.name,
    model: model.name,
    title: contract.title,
    description: contract.description,
    version: manifest.version,
    versions: versions
      .filter((entry) => entry.model === model.name || entry.model === manifest.name)
      .map(({ version, state }) => ({ version, state })),
    processing: contract.processing,
    simulated: training.data.simulated,
    operations: operationsOf(model),
    resources: resourcesOf(model),
    url: `/v1/models/${manifest.name}`,
  };
}

/** All that is known of a graph. */
export function modelDocument(
  model: ActiveModel,
  manifest: Manifest,
  versions: readonly VersionState[],
): ModelDocument {
  const { bundle, created, contract, verification, training, fitted, file, variants, opset, exporter } = manifest;
  return {
    ...modelSummary(model, manifest, versions),
    bundle,
    created,
    contract,
    metrics: training.metrics,
    verification,
    training,
    fitted,
    file,
    variants,
    opset,
    exporter,
    tools: manifest.versions,
  };
}

/** A model with all of its graphs. */
export function bundleDocument(model: ActiveModel, versions: readonly VersionState[]): BundleDocument {
  return {
    name: model.name,
    version: model.bundle.version,
    operations: operationsOf(model),
    resources: resourcesOf(model),
    graphs: Object.values(model.manifests).map((manifest) => modelDocument(model, manifest, versions)),
  };
}

function operationsOf(model: ActiveModel): ModelSummary["operations"] {
  return Object.entries(model.operations).map(([name, { summary }]) => ({
    name,
    method: "POST" as const,
    path: `/v1/${model.name}/${name}`,
    summary,
  }));
}

function resourcesOf(model: ActiveModel): ModelSummary["resources"] {
  return Object.entries(model.resources).map(([name, { summary }]) => ({
    name,
    method: "GET" as const,
    path: `/v1/${model.name}/${name}`,
    summary,
  }));
}
