/**
 * The tfjs graph-model as export sees it: which of its tensors are the contract's inputs and outputs, and which scope (the
 * layer, as the network's author named it) each node belongs to. The format is TensorFlow's GraphDef as protobuf JSON.
 */
import { z } from "zod";
import type { Contract, TensorSpec } from "../core/contract.js";
import { FailedError } from "../core/errors.js";
import { parseJsonAs } from "../core/json.js";

const nodeSchema = z.object({
  name: z.string().min(1),
  op: z.string().min(1),
  input: z.array(z.string()).optional(),
  attr: z.record(z.string(), z.unknown()).optional(),
});

const signatureEntrySchema = z.object({
  name: z.string(),
  tensorShape: z
    .object({ dim: z.array(z.object({ size: z.union([z.string(), z.number()]).transform(Number) })).optional() })
    .optional(),
});

const graphModelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema).min(1) }),
  signature: z.object({
    inputs: z.record(z.string(), signatureEntrySchema),
    outputs: z.record(z.string(), signatureEntrySchema),
  }),
  // tf2onnx reads the first group only, so a second one would silently be lost.
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(z.unknown()) })).max(1),
});

/** One operation of the graph; `input` holds tensor names such as `gru/step3/MatMul` or `split:1`. */
export type GraphNode = z.infer<typeof nodeSchema>;

/** A parsed graph-model. */
export interface GraphModel {
  /** In topological order: the writer promises it and tf2onnx needs it. */
  readonly nodes: readonly GraphNode[];
  /** Contract name -> tensor name with its port (`increments:0`). */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Reads `model.json` and holds it against the contract: the same inputs and outputs, and no free dimension but the batch.
 *
 * @throws InputError when the file is no graph-model; FailedError when it does not fit the contract.
 */
export function parseGraphModel(text: string, contract: Contract, file: string): GraphModel {
  const { modelTopology, signature } = parseJsonAs(graphModelSchema, text, "the graph-model", file);
  for (const side of ["inputs", "outputs"] as const) {
    const expected = contract[side].map((spec) => spec.name);
    const actual = Object.keys(signature[side]);
    if (expected.length !== actual.length || !expected.every((name) => actual.includes(name))) {
      throw new FailedError(`the graph's ${side} are ${actual.join(", ")}, the contract's are ${expected.join(", ")}`, {
        where: { file, field: `/signature/${side}` },
      });
    }
    for (const spec of contract[side]) {
      const shape = signature[side][spec.name]?.tensorShape?.dim?.map((dim) => dim.size);
      if (shape !== undefined) checkShape(spec, shape, file, side);
    }
  }
  return {
    nodes: modelTopology.node,
    inputs: tensorNames(signature.inputs),
    outputs: tensorNames(signature.outputs),
  };
}

/** The layer that a node belongs to: `decoder/up2/Conv2DBackpropInput` -> `decoder/up2`; without a scope, the node. */
export function scopeOf(node: string): string {
  const slash = node.lastIndexOf("/");
  return slash === -1 ? node : node.slice(0, slash);
}

/** The node that makes a tensor: `split:1` -> `split`. */
export function nodeOf(tensor: string): string {
  return tensor.replace(/^\^/, "").replace(/:[0-9]+$/, "");
}

function checkShape(spec: TensorSpec, shape: readonly number[], file: string, side: string): void {
  const expected = spec.dimensions.map((dimension) => dimension.size ?? -1);
  if (shape.length === expected.length && shape.every((size, axis) => size === expected[axis])) return;
  const free = shape.findIndex((size, axis) => axis > 0 && size === -1);
  throw new FailedError(
    `"${spec.name}" has shape [${shape.join(", ")}] in the graph and [${expected.join(", ")}] in the contract`,
    {
      where: { file, field: `/signature/${side}/${spec.name}` },
      next:
        free === -1
          ? "The network and the contract belong to different settings: train again."
          : `Only the first dimension, the batch, may be free (-1): give dimension ${free} a fixed size.`,
    },
  );
}

function tensorNames(entries: Record<string, { name: string }>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, entry.name.includes(":") ? entry.name : `${entry.name}:0`]),
  );
}
