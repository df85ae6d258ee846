/** The constants of a frozen graph-model: one shard, the weights one after the other. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { inferenceFiles } from "../../core/inference.js";
import { parseJsonAs } from "../../core/json.js";
import type { ConstantValues, TensorType } from "../../trace/graph.js";

/** A constant: type, shape and values. */
export interface Weight {
  readonly type: TensorType;
  readonly values: ConstantValues;
}

const manifestSchema = z.object({
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int().nonnegative()),
          dtype: z.enum(["float32", "int32", "bool", "complex64"]),
        }),
      ),
    }),
  ),
});

/** Bytes of one element, and floats in one. */
const SIZES = { float32: 4, int32: 4, bool: 1, complex64: 8 } as const;

/**
 * Reads the weights of a graph-model by the names of their nodes.
 *
 * @param folder where `model.json` and `weights.bin` lie.
 * @throws InputError when the file is shorter or longer than the weights that `model.json` lists.
 */
export async function readWeights(folder: string): Promise<Map<string, Weight>> {
  const file = join(folder, inferenceFiles.graph);
  const text = await readFile(file, "utf8");
  const { weightsManifest } = parseJsonAs(manifestSchema, text, "the graph-model", file);
  const shard = await readFile(join(folder, inferenceFiles.weights));
  const weights = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape, dtype } of weightsManifest.flatMap((group) => group.weights)) {
    const bytes = SIZES[dtype] * shape.reduce((product, length) => product * length, 1);
    // A copy: a view of four bytes an element has to begin at a multiple of four.
    const buffer = new Uint8Array(shard.subarray(offset, offset + bytes)).buffer;
    if (buffer.byteLength < bytes) throw wrongLength(folder, `ends within the weight ${name}`);
    const values =
      dtype === "int32" ? new Int32Array(buffer) : dtype === "bool" ? new Uint8Array(buffer) : new Float32Array(buffer);
    weights.set(name, { type: { dtype, shape }, values });
    offset += bytes;
  }
  if (offset !== shard.byteLength)
    throw wrongLength(folder, `is ${shard.byteLength - offset} bytes longer than its weights`);
  return weights;
}

function wrongLength(folder: string, what: string): InputError {
  return new InputError(`the weight file ${what}`, {
    where: { file: join(folder, inferenceFiles.weights) },
    next: "Freeze the run again: kiln export does it from the checkpoint.",
  });
}
