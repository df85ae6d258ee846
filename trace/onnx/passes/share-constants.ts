/** Equal constants are one: each step of an unrolled network brings its own. */
import type { OnnxGraph } from "../graph.js";

export function shareConstants(graph: OnnxGraph): void {
  const first = new Map<string, string>();
  const replaced = new Map<string, string>();
  for (const [name, { type, dims, values }] of graph.constants) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = `${type} ${dims.join()} ${hashOf(bytes)}`;
    const known = first.get(key);
    const other = known === undefined ? undefined : graph.constants.get(known);
    if (known !== undefined && other !== undefined && sameBytes(other.values, values)) {
      replaced.set(name, known);
      graph.constants.delete(name);
    } else if (known === undefined) first.set(key, name);
  }
  if (replaced.size === 0) return;
  for (const node of graph.nodes) node.inputs = node.inputs.map((value) => replaced.get(value) ?? value);
  for (const output of graph.outputs) output.value = replaced.get(output.value) ?? output.value;
}

type Values = Float32Array | Int32Array | Uint8Array;

/** FNV-1a, 32 bits: good enough to find candidates, which are then compared. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Bit by bit: a zero of the other sign is another constant. */
function sameBytes(a: Values, b: Values): boolean {
  const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
