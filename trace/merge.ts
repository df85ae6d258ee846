/**
 * One graph from several recordings of the same function at different batch sizes: what differs between them is the
 * batch. Lengths must follow it as `scale * batch + offset`; two recordings determine the line, a third must lie on it.
 */

import { TraceError } from "./errors.js";
import {
  type BatchDim,
  type ConstantValues,
  type Dim,
  type Graph,
  type GraphNode,
  isBatchDim,
  type TensorType,
} from "./graph.js";

/** A constant that follows the batch, in one of the ways that a graph can compute. */
export type BatchConstant =
  /** Integers, each fixed or following the batch: a shape, a length, a limit. */
  | { readonly kind: "integers"; readonly elements: readonly Dim[] }
  /** One value, as often as the batch asks for. */
  | { readonly kind: "fill"; readonly value: ConstantValues }
  /** The same rows over and over along one axis. `row` holds one of them. */
  | {
      readonly kind: "rows";
      readonly axis: number;
      readonly row: ConstantValues;
      readonly rowShape: readonly number[];
    };

/** The merged graph. A `Const` node in `batchConstants` has no `values` yet. */
export interface Merged {
  readonly graph: Graph;
  readonly batchConstants: ReadonlyMap<string, BatchConstant>;
}

/**
 * Merges recordings.
 *
 * @param graphs at least two, the i-th recorded with batch size `batches[i]`; one size may occur twice, which shows
 *   constants that change by themselves
 * @throws TraceError naming scope and line of the first node that differs in a way no graph can express.
 */
export function mergeGraphs(graphs: readonly Graph[], batches: readonly number[]): Merged {
  const [first, ...others] = graphs;
  if (first === undefined) throw new Error("no graph to merge");
  checkSameStructure(first, others);
  const batchConstants = new Map<string, BatchConstant>();
  const nodes = first.nodes.map((node, i): GraphNode => {
    const versions = graphs.map((graph) => nodeAt(graph, i));
    const outputs = node.outputs.map((type, output) => mergeType(type, output, versions, batches));
    if (node.op !== "Const") return { ...node, outputs };
    const constant = mergeConstant(versions, batches, outputs[0]);
    if (constant === undefined) return { ...node, outputs };
    batchConstants.set(node.name, constant);
    const { values: _, ...rest } = node;
    return { ...rest, outputs };
  });
  return { graph: { nodes, outputs: first.outputs }, batchConstants };
}

/** The length that fits all recordings, or undefined where no line `scale * batch + offset` does. */
export function fitDim(lengths: readonly number[], batches: readonly number[]): Dim | undefined {
  const [length = 0] = lengths;
  if (lengths.every((other) => other === length)) return length;
  const [batch = 0] = batches;
  const other = batches.findIndex((size) => size !== batch);
  if (other < 0) return undefined;
  const scale = ((lengths[other] ?? 0) - length) / ((batches[other] ?? 0) - batch);
  const line: BatchDim = { scale, offset: length - scale * batch };
  const fits = Number.isInteger(scale) && lengths.every((value, i) => value === lengthAt(line, batches[i] ?? 0));
  return fits ? line : undefined;
}

/** The length of a dimension at one batch size. */
export function lengthAt(dim: Dim, batch: number): number {
  return isBatchDim(dim) ? dim.scale * batch + dim.offset : dim;
}

function nodeAt(graph: Graph, i: number): GraphNode {
  const node = graph.nodes[i];
  if (node === undefined) throw new Error(`the graph has no node ${i}`);
  return node;
}

function checkSameStructure(first: Graph, others: readonly Graph[]): void {
  for (const other of others) {
    for (const [i, node] of first.nodes.entries()) {
      const twin = other.nodes[i];
      if (twin === undefined || twin.op !== node.op || !sameJson(twin.inputs, node.inputs)) {
        throw differs("takes another way at another batch size, or from one call to the next", node);
      }
      for (const name of new Set([...Object.keys(node.attributes), ...Object.keys(twin.attributes)])) {
        if (!sameJson(node.attributes[name], twin.attributes[name])) {
          throw differs(`has the attribute ${name} depend on the batch size, which a graph has to fix`, node);
        }
      }
    }
    if (other.nodes.length !== first.nodes.length || !sameJson(other.outputs, first.outputs)) {
      throw new TraceError("the function does more or less at another batch size, or from one call to the next", {});
    }
  }
}

function mergeType(
  type: TensorType,
  output: number,
  versions: readonly GraphNode[],
  batches: readonly number[],
): TensorType {
  const shapes = versions.map((version) => version.outputs[output]?.shape ?? []);
  const [node] = versions;
  if (shapes.some((shape) => shape.length !== type.shape.length)) {
    throw differs("has another number of dimensions at another batch size", node);
  }
  const shape = type.shape.map((_, axis) => {
    const dim = fitDim(
      shapes.map((lengths) => lengthAt(lengths[axis] ?? 0, 0)),
      batches,
    );
    if (dim === undefined) {
      throw differs(`has a length (axis ${axis}) that is no multiple of the batch size plus a constant`, node);
    }
    return dim;
  });
  return { dtype: type.dtype, shape };
}

/** Undefined where the values are the same in all recordings. */
function mergeConstant(
  versions: readonly GraphNode[],
  batches: readonly number[],
  type: TensorType | undefined,
): BatchConstant | undefined {
  const values = versions.map((version) => version.values ?? new Float32Array());
  const [node] = versions;
  const [first] = values;
  if (node === undefined || first === undefined || type === undefined) throw new Error("a constant without values");
  checkUnchanging(values, batches, node);
  if (values.every((other) => sameValues(other, first))) return undefined;

  if (!type.shape.some(isBatchDim)) {
    const elements = Array.from(first, (_, i) =>
      type.dtype === "int32"
        ? fitDim(
            values.map((other) => other[i] ?? 0),
            batches,
          )
        : undefined,
    );
    if (!elements.every((dim) => dim !== undefined)) {
      throw differs("holds numbers that depend on the batch size in a way that no graph here expresses", node);
    }
    return { kind: "integers", elements };
  }
  const constant = uniform(values) ?? equalRows(versions, type);
  if (constant === undefined) {
    throw differs("holds other numbers for each example of the batch, so it would be baked in for one size", node);
  }
  return constant;
}

/** Two recordings at one batch size have the same constants, or the function draws them from somewhere. */
function checkUnchanging(values: readonly ConstantValues[], batches: readonly number[], node: GraphNode): void {
  for (const [i, batch] of batches.entries()) {
    const twin = batches.indexOf(batch);
    const [one, other] = [values[i], values[twin]];
    if (one !== undefined && other !== undefined && !sameValues(one, other)) {
      throw differs("changes from one call to the next: it is drawn at random, or counted, or read from a clock", node);
    }
  }
}

function uniform(values: readonly ConstantValues[]): BatchConstant | undefined {
  const value = values[0]?.slice(0, 1);
  if (value === undefined || value.length === 0) return undefined;
  return values.every((all) => sameValues(all, all.slice().fill(value[0] ?? 0))) && values[0]?.[0] === values[1]?.[0]
    ? { kind: "fill", value }
    : undefined;
}

function equalRows(versions: readonly GraphNode[], type: TensorType): BatchConstant | undefined {
  const axes = type.shape.flatMap((dim, axis) => (isBatchDim(dim) ? [axis] : []));
  const [axis] = axes;
  if (axis === undefined || axes.length !== 1 || type.dtype === "complex64") return undefined;
  const inner = product(type.shape.slice(axis + 1).map((dim) => lengthAt(dim, 0)));
  const outer = product(type.shape.slice(0, axis).map((dim) => lengthAt(dim, 0)));
  let row: ConstantValues | undefined;
  for (const { values, outputs } of versions) {
    const rows = lengthAt(outputs[0]?.shape[axis] ?? 0, 0);
    if (values === undefined || rows === 0) return undefined;
    const found = values.slice(0, outer * inner);
    for (let o = 0; o < outer; o++) {
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < inner; i++) {
          const value = values[(o * rows + r) * inner + i] ?? 0;
          if (r === 0) found[o * inner + i] = value;
          else if (!Object.is(found[o * inner + i], value)) return undefined;
        }
      }
    }
    row ??= found;
    if (!sameValues(row, found)) return undefined;
  }
  const rowShape = type.shape.map((dim, i) => (i === axis ? 1 : lengthAt(dim, 0)));
  return row === undefined ? undefined : { kind: "rows", axis, row, rowShape };
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((a, b) => a * b, 1);
}

/** The same numbers bit for bit, as far as JavaScript can tell (all NaNs are one). */
export function sameValues(a: ConstantValues, b: ConstantValues): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => Object.is(value, b[i])));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function differs(what: string, node: GraphNode | undefined): TraceError {
  const subject = node?.op === "Const" ? "a constant" : `${node?.op ?? "an operation"}`;
  return new TraceError(`${subject} ${what}`, { scope: node?.name, source: node?.source });
}
