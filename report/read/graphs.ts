/** The graphs of a run: their inputs and outputs, and their weights layer by layer. */
import { z } from "zod";
import type { GraphRecord, Layer } from "./record.js";

const dimensionsSchema = z.object({
  name: z.string(),
  dimensions: z.array(z.object({ size: z.number().nullable() })),
});

const indexSchema = z.object({
  graphs: z.array(
    z.object({ name: z.string(), inputs: z.array(dimensionsSchema), outputs: z.array(dimensionsSchema) }),
  ),
});

const graphModelSchema = z.object({
  weightsManifest: z.array(
    z.object({ weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() })) }),
  ),
});

/** Names and shapes of the graphs in `inference/inference.json`. @throws ZodError when it is none. */
export function readGraphIndex(json: unknown): Omit<GraphRecord, "layers">[] {
  const shapes = (specs: z.infer<typeof dimensionsSchema>[]) =>
    specs.map(({ name, dimensions }) => ({ name, shape: dimensions.map(({ size }) => size) }));
  return indexSchema
    .parse(json)
    .graphs.map(({ name, inputs, outputs }) => ({ name, inputs: shapes(inputs), outputs: shapes(outputs) }));
}

/** The layers of `inference/<graph>/model.json`, in the order in which the graph was built. @throws ZodError */
export function readLayers(json: unknown): Layer[] {
  const weights = graphModelSchema.parse(json).weightsManifest.flatMap((part) => part.weights);
  const layers = new Map<string, { name: string; shape: number[] }[]>();
  for (const { name, shape, dtype } of weights) {
    const cut = name.lastIndexOf("/");
    // Constants of an operation (an axis, a temperature) are no parameters: they are whole numbers, or named Const.
    if (cut < 0 || dtype !== "float32" || /^Const(_|$)/.test(name.slice(cut + 1))) continue;
    const path = name.slice(0, cut);
    const found = layers.get(path) ?? [];
    found.push({ name: name.slice(cut + 1), shape });
    layers.set(path, found);
  }
  return [...layers].map(([path, found]) => ({
    path,
    weights: found,
    parameters: found.reduce((sum, one) => sum + size(one.shape), 0),
  }));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
