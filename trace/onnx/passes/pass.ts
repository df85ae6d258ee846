/** One rewrite, and the machinery that applies them all. */
import { Emitter } from "../emitter.js";
import type { OnnxConstant, OnnxGraph, OnnxNode } from "../graph.js";

/** Looks at a node that ends a pattern and says what stands in its place. */
export interface Pass {
  /** Operators that the pattern ends in. */
  readonly ops: readonly string[];
  /**
   * Emits what computes the same and gives the values that stand for the node's outputs, one each; undefined where the
   * pattern is not there.
   */
  rewrite(node: OnnxNode, at: Rewriter): string | readonly string[] | undefined;
}

/** What a pass can see and do at one node. New operators come before it. */
export class Rewriter extends Emitter {
  readonly #index: Index;

  constructor(graph: OnnxGraph, opset: number, node: OnnxNode, index: Index) {
    super(graph, opset, node.outputs[0] ?? node.name, node.doc);
    this.#index = index;
  }

  /** The node that makes a value, where it is one of these operators. */
  producer(value: string | undefined, ...ops: readonly string[]): OnnxNode | undefined {
    const node = value === undefined ? undefined : this.#index.producers.get(value);
    return node !== undefined && (ops.length === 0 || ops.includes(node.op)) ? node : undefined;
  }

  /** Whether nothing but one node reads a value. */
  isOnlyUse(value: string): boolean {
    return (this.#index.uses.get(value) ?? 0) === 1;
  }

  /** The numbers of a constant. */
  numbers(value: string | undefined): readonly number[] | undefined {
    const constant = this.known(value);
    return constant === undefined ? undefined : [...constant.values];
  }

  known(value: string | undefined): OnnxConstant | undefined {
    return value === undefined ? undefined : this.constantOf(value);
  }

  /** The attribute as a list of whole numbers. */
  ints(node: OnnxNode, name: string): readonly number[] {
    const value = node.attributes[name];
    return Array.isArray(value) ? value.map(Number) : [];
  }
}

interface Index {
  readonly producers: Map<string, OnnxNode>;
  readonly uses: Map<string, number>;
}

/** More sweeps than any network needs: a pass that undoes another would go on for ever. */
const MOST_SWEEPS = 100;

/** Applies passes until none of them finds anything. */
export function applyPasses(graph: OnnxGraph, passes: readonly Pass[], opset: number): void {
  const byOp = new Map<string, Pass[]>();
  for (const pass of passes) for (const op of pass.ops) byOp.set(op, [...(byOp.get(op) ?? []), pass]);
  for (let sweeps = 0; sweep(graph, byOp, opset); sweeps++) {
    if (sweeps > MOST_SWEEPS) throw new Error("the rewrites of a graph come to no end: two of them undo each other");
  }
}

/** Once through the graph; whether anything was found. */
function sweep(graph: OnnxGraph, byOp: ReadonlyMap<string, readonly Pass[]>, opset: number): boolean {
  const index = indexOf(graph);
  const replaced = new Map<string, string>();
  const resolve = (value: string): string => replaced.get(value) ?? value;
  const result: OnnxNode[] = [];
  const add = (node: OnnxNode): void => {
    result.push(node);
    for (const output of node.outputs) index.producers.set(output, node);
  };
  let changed = false;
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map(resolve);
    const found = rewriteNode(graph, node, byOp.get(node.op) ?? [], opset, index);
    if (found === undefined) {
      add(node);
      continue;
    }
    changed = true;
    count(index, node.inputs, -1);
    const named = new Map<string, string>();
    for (const [i, output] of node.outputs.entries()) {
      const value = found.values[i] ?? "";
      if (found.nodes.some(({ outputs }) => outputs.includes(value)) && !named.has(value)) {
        // What stands for a value takes its name: inner values can be looked up by it whatever was rewritten.
        named.set(value, output);
      } else if (graph.constants.has(value) && !named.has(value)) {
        replaced.set(output, value);
      } else {
        const existing = named.get(value) ?? value;
        replaced.set(output, existing);
        index.uses.set(existing, (index.uses.get(existing) ?? 0) + (index.uses.get(output) ?? 0));
      }
    }
    const rename = (value: string): string => named.get(value) ?? value;
    for (const one of found.nodes) {
      const renamed = { ...one, inputs: one.inputs.map(rename), outputs: one.outputs.map(rename) };
      count(index, renamed.inputs, 1);
      add(renamed);
    }
  }
  graph.nodes = result;
  for (const output of graph.outputs) output.value = resolve(output.value);
  removeUnused(graph);
  return changed;
}

function rewriteNode(
  graph: OnnxGraph,
  node: OnnxNode,
  passes: readonly Pass[],
  opset: number,
  index: Index,
): { values: readonly string[]; nodes: readonly OnnxNode[] } | undefined {
  if (node.outputs.every((output) => (index.uses.get(output) ?? 0) === 0)) return undefined;
  for (const pass of passes) {
    const at = new Rewriter(graph, opset, node, index);
    const found = pass.rewrite(node, at);
    if (found !== undefined) return { values: typeof found === "string" ? [found] : found, nodes: at.nodes };
  }
  return undefined;
}

function indexOf(graph: OnnxGraph): Index {
  const index: Index = { producers: new Map(), uses: new Map() };
  for (const { inputs } of graph.nodes) count(index, inputs, 1);
  count(
    index,
    graph.outputs.map(({ value }) => value),
    1,
  );
  return index;
}

function count({ uses }: Index, values: readonly string[], by: number): void {
  for (const value of values) uses.set(value, (uses.get(value) ?? 0) + by);
}

/** Takes out operators and constants that no result depends on. */
export function removeUnused(graph: OnnxGraph): void {
  const needed = new Set(graph.outputs.map(({ value }) => value));
  const kept = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  graph.nodes = kept.reverse();
  for (const name of graph.constants.keys()) if (!needed.has(name)) graph.constants.delete(name);
}
