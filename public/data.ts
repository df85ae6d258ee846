/**
 * `kilnjs/data`: reading what a model learns from. Node only.
 *
 * @example
 * ```ts
 * const reader = new RowReader({ path: "pictures.u8", rowBytes: 64 * 64 * 3 });
 * const bytes = await reader.read(Uint32Array.of(3, 1, 2)); // in a thread of its own
 * await reader.close();
 * ```
 */

export { RowReader } from "../train/data/row-reader.js";
export { describeData, writeData } from "../train/data.js";
