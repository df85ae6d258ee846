/** The graphs of a run: inputs and outputs from its contracts, weights layer by layer from its last checkpoint. */
import { closeSync, readSync } from "node:fs";
import { z } from "zod";
import { NotBelow, openBelowSync } from "../../../system/below.js";
import { readNames } from "./read-text.js";
import type { FlowRecord, GraphRecord, Layer } from "./record.js";

const dimensionsSchema = z.object({
  name: z.string(),
  dimensions: z.array(z.object({ size: z.number().nullable().optional() })),
});

/** The part of a run's contracts that a diagram needs. */
export const contractsSchema = z.array(
  z.object({ name: z.string(), inputs: z.array(dimensionsSchema), outputs: z.array(dimensionsSchema) }),
);

const headerSchema = z.record(z.string(), z.object({ shape: z.array(z.number()) }).loose());

/** Headers are small: a length beyond this is that of no checkpoint. */
const LONGEST_HEADER = 50_000_000;

/** Puts layers to their graphs: `encoder/…` belongs to `faces_encoder`; what no graph is named after belongs to all. */
export function graphsOf(
  contracts: z.infer<typeof contractsSchema>,
  layers: readonly Layer[],
  flows: ReadonlyMap<string, FlowRecord>,
): GraphRecord[] {
  const belongs = ({ path }: Layer, graph: string): boolean => graph.includes(path.split("/")[0] ?? path);
  const shapes = (specs: z.infer<typeof dimensionsSchema>[]) =>
    specs.map(({ name, dimensions }) => ({ name, shape: dimensions.map(({ size = null }) => size) }));
  return contracts.map(({ name, inputs, outputs }) => ({
    name,
    inputs: shapes(inputs),
    outputs: shapes(outputs),
    layers: layers.filter(
      (layer) => belongs(layer, name) || !contracts.some((contract) => belongs(layer, contract.name)),
    ),
    flow: flows.get(name) ?? null,
  }));
}

/**
 * The layers of a run's newest checkpoint that can be read, a safetensors file
 * (https://huggingface.co/docs/safetensors) of which only the header is read; null when there is none.
 */
export function readLayers(run: string, notes: string[]): Layer[] | null {
  const files = readNames(run, "checkpoints", notes).filter((name) => name.endsWith(".safetensors"));
  for (const file of files.reverse()) {
    const header = readHeader(run, file);
    if (header !== null) return layersOf(header);
    notes.push(`checkpoints/${file} cannot be read: left out`);
  }
  return null;
}

function readHeader(run: string, file: string): z.infer<typeof headerSchema> | null {
  const descriptor = opened(run, file);
  if (descriptor === null) return null;
  try {
    const size = Buffer.alloc(8);
    if (readSync(descriptor, size, 0, 8, 0) < 8) return null;
    const length = Number(size.readBigUInt64LE(0));
    if (length > LONGEST_HEADER) return null;
    const text = Buffer.alloc(length);
    if (readSync(descriptor, text, 0, length, 8) < length) return null;
    const { __metadata__: _, ...tensors } = JSON.parse(text.toString("utf8")) as Record<string, unknown>;
    return headerSchema.parse(tensors);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || isOfSystem(error)) return null;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** A training removes old checkpoints while it is looked at, and a link may lead nowhere. */
function opened(run: string, file: string): number | null {
  try {
    return openBelowSync(run, "checkpoints", file);
  } catch (error) {
    if (isOfSystem(error) || error instanceof NotBelow) return null;
    throw error;
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function layersOf(header: z.infer<typeof headerSchema>): Layer[] {
  const layers = new Map<string, { name: string; shape: number[] }[]>();
  for (const [key, { shape }] of Object.entries(header)) {
    // The optimizer's moments have the shapes of the weights, and are none.
    if (!key.startsWith("weights/")) continue;
    const name = key.slice("weights/".length);
    const cut = name.lastIndexOf("/");
    const path = name.slice(0, Math.max(0, cut));
    layers.set(path, [...(layers.get(path) ?? []), { name: name.slice(cut + 1), shape }]);
  }
  return [...layers].map(([path, weights]) => ({
    path,
    weights,
    parameters: weights.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0),
  }));
}
