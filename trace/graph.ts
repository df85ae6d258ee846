/**
 * A recorded function: TensorFlow operations in topological order, each with TensorFlow's own attributes. Plain data,
 * without tensors, so that it can be pruned, merged, rewritten and written in several formats.
 */

/** Element types that a recorded tensor can have, by tfjs's names; `int64` and `uint8` occur inside graphs only. */
export type ElementType = "float32" | "int32" | "bool" | "complex64" | "int64" | "uint8" | "string";

/** A length that grows with the batch: `scale * batch + offset`. */
export interface BatchDim {
  readonly scale: number;
  readonly offset: number;
}

/** One dimension: a fixed length, or one that follows the batch. */
export type Dim = number | BatchDim;

/** Element type and shape of a tensor. */
export interface TensorType {
  readonly dtype: ElementType;
  readonly shape: readonly Dim[];
}

/** One output of one node, by name. */
export interface Edge {
  readonly node: string;
  readonly output: number;
}

/** An attribute as the operation takes it. Lists are arrays of the same kind. */
export type Attribute =
  | { readonly type: "int" | "float"; readonly value: number | readonly number[] }
  | { readonly type: "bool"; readonly value: boolean | readonly boolean[] }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "type"; readonly value: ElementType }
  | { readonly type: "shape"; readonly value: readonly number[] };

/** Values of a constant, row by row. A complex number is two floats, a bool one byte. */
export type ConstantValues = Float32Array | Int32Array | Uint8Array;

/** One operation. `Placeholder` nodes are the graph's inputs, `Const` nodes carry `values`. */
export interface GraphNode {
  /** Unique in the graph: scope, then operation, for instance `gru/step3/MatMul`. */
  readonly name: string;
  /** TensorFlow's name of the operation. */
  readonly op: string;
  readonly inputs: readonly Edge[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly TensorType[];
  /** Scopes that were open when it was recorded: a layer, a step. Empty outside of any. */
  readonly scope: string;
  /** The line of the caller's code that it comes from, "file:line:column", where one could be found. */
  readonly source?: string;
  /** Set on inputs and on constants that were declared by name, rather than met on the way. */
  readonly declared?: true;
  /** Of `Const` nodes. */
  readonly values?: ConstantValues;
}

/** A declared result of the graph. */
export interface GraphOutput {
  readonly name: string;
  readonly edge: Edge;
}

/** A recorded function. Its inputs are its `Placeholder` nodes, in the order in which they were declared. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphOutput[];
}

/** Whether a dimension follows the batch. */
export function isBatchDim(dim: Dim): dim is BatchDim {
  return typeof dim !== "number";
}

/** The same length, whatever the batch. */
export function sameDim(a: Dim, b: Dim): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b;
  return a.scale === b.scale && a.offset === b.offset;
}

/** The graph's inputs. */
export function graphInputs(graph: Graph): GraphNode[] {
  return graph.nodes.filter((node) => node.op === "Placeholder");
}

/** All nodes by name. */
export function nodesByName(graph: Graph): Map<string, GraphNode> {
  return new Map(graph.nodes.map((node) => [node.name, node]));
}

/**
 * What comes out at the end of an edge.
 *
 * @throws Error when the graph has no such node or output: a broken rewrite.
 */
export function edgeType(nodes: ReadonlyMap<string, GraphNode>, edge: Edge): TensorType {
  const type = nodes.get(edge.node)?.outputs[edge.output];
  if (type === undefined) throw new Error(`the graph has no tensor ${edge.node}:${edge.output}`);
  return type;
}
