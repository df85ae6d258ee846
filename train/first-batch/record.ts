/** The first step's inputs as JSON: a summary of each tensor, and every number where that can still be read. */
import { createHash } from "node:crypto";
import type { Tensor } from "../../core/tensor.js";
import type { HostStepInputs } from "../stepper.js";
import { rangeOf } from "./summary.js";

/** Numbers of a tensor that are written out; more are pictures, which one looks at. */
const MOST_NUMBERS = 50_000;

/**
 * The file `first-batch.json`: `schedules`, and for each tensor its type, shape, range, the SHA-256 of its little-endian
 * bytes, and its `rows`, one a line, flat.
 */
export function batchRecord({ batch, random, schedules }: HostStepInputs): string {
  const tensors = [
    ...Object.entries(batch).map(([name, tensor]) => recordOf("batch", name, tensor)),
    ...Object.entries(random).map(([name, tensor]) => recordOf("random", name, tensor)),
  ];
  const head = JSON.stringify({ formatVersion: 1, step: 1, schedules });
  return `${head.slice(0, -1)},"tensors":[\n${tensors.join(",\n")}\n]}\n`;
}

function recordOf(from: "batch" | "random", name: string, tensor: Tensor): string {
  const { type, dims, data } = tensor;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const record = JSON.stringify({ from, name, type, dims, ...rangeOf(tensor), sha256 });
  if (data.length > MOST_NUMBERS) return record;
  return `${record.slice(0, -1)},"rows":[\n${rowsOf(tensor).join(",\n")}\n]}`;
}

function rowsOf({ dims, data }: Tensor): string[] {
  const rows = dims[0] ?? 1;
  const width = rows === 0 ? 0 : data.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    JSON.stringify(Array.from(data.subarray(row * width, (row + 1) * width), jsonNumber)),
  );
}

/** JSON knows no infinity: what is no finite number is written as its name. */
function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
