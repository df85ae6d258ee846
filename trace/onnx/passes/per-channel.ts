/** Constants that hold one number for each channel. */
import type { OnnxConstant } from "../graph.js";

/**
 * The numbers for each channel of a value with `rank` axes whose channels lie along `axis`; undefined where the constant
 * differs along another axis too.
 */
export function perChannel(
  { type, dims, values }: OnnxConstant,
  rank: number,
  axis: number,
  channels: number,
): Float32Array | undefined {
  if (type !== "float32" || dims.length > rank) return undefined;
  const aligned = [...Array.from({ length: rank - dims.length }, () => 1), ...dims];
  if (aligned.some((length, at) => length !== 1 && at !== axis)) return undefined;
  if (values.length === 1) return new Float32Array(channels).fill(values[0] ?? 0);
  return values.length === channels ? Float32Array.from(values) : undefined;
}
