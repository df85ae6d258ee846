/** Reads somebody's `model.json`: what kind of model it is, its topology, and its weights with all that can be wrong with them. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { FailedError, hasCode, messageOf, NotFoundError } from "../../core/errors.js";
import { decodeWeight, type Weight, type WeightEntry, weightEntrySchema, weightLength } from "./weights.js";

/** A model as it lies in files, with its weights in memory. */
export interface SourceModel {
  /** Its file, as it was named. */
  readonly file: string;
  readonly kind: "layers-model" | "graph-model";
  readonly topology: Record<string, unknown>;
  readonly weights: readonly Weight[];
  /** Who wrote it, as far as the file says. */
  readonly writtenBy: string;
  /** Of a graph-model: which of its tensors are inputs and outputs. */
  readonly signature?: unknown;
  /** `model.json` as it was, for tfjs itself to read; undefined for other files. */
  readonly json?: Record<string, unknown>;
}

const manifestSchema = z.array(z.object({ paths: z.array(z.string().min(1)), weights: z.array(weightEntrySchema) }));

/** The most that one file of ONNX can hold: protobuf counts bytes in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Reads a `model.json` and its weight shards.
 *
 * @throws NotFoundError for a missing file or shard; FailedError, with what to do, for a file of another kind, a truncated
 *   shard, an unknown element type, weights that are not finite or more than 2 GB.
 */
export async function readModelJson(file: string): Promise<SourceModel> {
  const json = parse(await text(file), file);
  const topology = json.modelTopology ?? (Array.isArray(json.node) ? json : undefined);
  if (typeof topology !== "object" || topology === null) {
    throw new FailedError("this JSON file is no tfjs model: it has no modelTopology", {
      where: { file },
      next: "Give the model.json that tf.LayersModel.save, tensorflowjs_converter or Keras wrote.",
    });
  }
  const graph = json.format === "graph-model" || Array.isArray((topology as { node?: unknown }).node);
  return {
    file,
    kind: graph ? "graph-model" : "layers-model",
    topology: topology as Record<string, unknown>,
    weights: await readWeights(json.weightsManifest, file),
    writtenBy: writer(json, topology as Record<string, unknown>),
    signature: json.signature ?? (json.userDefinedMetadata as { signature?: unknown } | undefined)?.signature,
    json,
  };
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR"))
      throw new NotFoundError("there is no such file", { where: { file }, cause });
    throw new FailedError(messageOf(cause), { where: { file }, cause });
  }
}

function parse(content: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw new FailedError(`the file is not JSON: ${messageOf(cause)}`, {
      where: { file },
      next: "A download may have been cut off, or an error page saved in its place: fetch the file again.",
      cause,
    });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new FailedError("the file holds no JSON object, so it is no tfjs model", { where: { file } });
}

function writer(json: Record<string, unknown>, topology: Record<string, unknown>): string {
  const keras = topology.keras_version;
  if (typeof keras === "string" && !keras.startsWith("tfjs")) return `Keras ${keras}`;
  if (typeof json.convertedBy === "string") return json.convertedBy;
  return typeof json.generatedBy === "string" ? json.generatedBy : "unknown";
}

async function readWeights(manifest: unknown, file: string): Promise<Weight[]> {
  const parsed = manifestSchema.safeParse(manifest ?? []);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FailedError(`the weights manifest is damaged: ${issue?.message ?? "not as expected"}`, {
      where: { file, field: `/weightsManifest/${issue?.path.join("/") ?? ""}` },
    });
  }
  if (manifest === undefined || parsed.data.every(({ weights }) => weights.length === 0)) {
    const word = manifest === undefined ? "the file has no weightsManifest" : "the weights manifest is empty";
    if (manifest === undefined) {
      throw new FailedError(`${word}: it is the description of a model without its weights`, {
        where: { file },
        next: "Save the model with its weights: model.save('file://…') in tfjs.",
      });
    }
  }
  const total = parsed.data.flatMap(({ weights }) => weights).reduce((sum, entry) => sum + 4 * elements(entry), 0);
  if (total > MOST_BYTES) {
    throw new FailedError(
      `the weights take ${(total / 2 ** 30).toFixed(1)} GB as float32, and one ONNX file holds at most 2 GB`,
      { where: { file }, next: "Convert a smaller variant of the model." },
    );
  }
  const weights: Weight[] = [];
  for (const group of parsed.data) weights.push(...(await readGroup(group, file)));
  return weights;
}

function elements({ shape }: WeightEntry): number {
  return shape.reduce((product, length) => product * length, 1);
}

async function readGroup(
  { paths, weights }: { paths: readonly string[]; weights: readonly WeightEntry[] },
  file: string,
): Promise<Weight[]> {
  const shards: Buffer[] = [];
  for (const path of paths) shards.push(await readShard(join(dirname(resolve(file)), path), path, file));
  const bytes = Buffer.concat(shards);
  let offset = 0;
  const found: Weight[] = [];
  for (const entry of weights) {
    const length = weightLength(entry);
    if (offset + length > bytes.length) {
      throw new FailedError(
        `the weight ${JSON.stringify(entry.name)} lies at bytes ${offset} to ${offset + length}, and ${paths.join(", ")} ` +
          `${paths.length === 1 ? "has" : "have"} ${bytes.length}`,
        { where: { file }, next: "A shard is truncated: fetch the weights again." },
      );
    }
    found.push(decodeWeight(entry, bytes.subarray(offset, offset + length), file));
    offset += length;
  }
  if (offset !== bytes.length) {
    throw new FailedError(
      `${paths.join(", ")} hold ${bytes.length} bytes, and the manifest describes ${offset} of them`,
      {
        where: { file },
        next: "Shards and model.json belong to different models, or one was changed: save the model again.",
      },
    );
  }
  return found;
}

async function readShard(path: string, name: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "ENOTDIR")) throw new FailedError(messageOf(cause), { where: { file: path }, cause });
    throw new NotFoundError(`the weight file ${name} is missing`, {
      where: { file },
      next: `Put it beside model.json, as ${path}.`,
      cause,
    });
  }
}
