/**
 * Finds the first layer that a conversion got wrong. tfjs is the reference at every node, since the graph-model runs to any
 * node it is asked for; the converter is asked for the same nodes as outputs.
 *
 * First all nodes at once, which is one conversion. A fault that only appears when nothing is cut (an optimizer's) hides
 * from that, and is then searched for by converting prefixes that end in one node each, by bisection.
 */
import { FLOAT32_TOLERANCE } from "../../core/agreement.js";
import { FailedError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { type GraphModel, type GraphNode, nodeOf, scopeOf } from "../graph-model.js";
import { distance, runRaw } from "./raw-run.js";
import type { LoadedRuntime } from "./runtimes.js";
import type { TfjsGraph } from "./tfjs-graph.js";

/** The first node whose value differs. */
export interface FirstDifference {
  readonly scope: string;
  readonly node: string;
  readonly op: string;
  /** Largest |a - b| there; infinite when the shapes differ. */
  readonly difference: number;
}

/** What the search needs. */
export interface SearchContext {
  readonly graph: GraphModel;
  readonly tfjs: Pick<TfjsGraph, "runTo">;
  /** The runtime in which the difference was seen. */
  readonly runtime: LoadedRuntime;
  /** The inputs it was seen on, by contract name. */
  readonly feeds: Tensors;
  /** The graph tensor that differs. */
  readonly output: string;
  /** Converts the graph cut at the given tensors; the values keep their names. */
  convert(outputs: readonly string[]): Promise<Uint8Array>;
  /** Called before each conversion. */
  progress(conversion: number): void;
}

/** The first differing node, or undefined when no cut shows a difference. */
export async function firstDifference(context: SearchContext): Promise<FirstDifference | undefined> {
  const nodes = computedNodes(context.graph, nodeOf(context.output));
  context.progress(1);
  const [first] = await differingNodes(context, nodes);
  return first ?? bisect(context, nodes);
}

/** Bisection over prefixes: the last node is known to differ; finds a node that differs while the one before agrees. */
async function bisect(context: SearchContext, nodes: readonly GraphNode[]): Promise<FirstDifference | undefined> {
  let found: FirstDifference | undefined;
  let low = 0;
  let high = nodes.length - 1;
  for (let conversion = 2; low <= high; conversion++) {
    const middle = found === undefined ? high : Math.floor((low + high) / 2);
    const node = nodes[middle];
    if (node === undefined) break;
    context.progress(conversion);
    const [differs] = await differingNodes(context, [node]);
    // The uncut last node is tried first: if even that agrees, cutting hides the fault.
    if (differs === undefined && found === undefined) return undefined;
    if (differs === undefined) low = middle + 1;
    else {
      found = differs;
      high = middle - 1;
    }
  }
  return found;
}

/** Converts the graph cut at `nodes` and compares each with tfjs; those that differ, in the order of the graph. */
async function differingNodes(context: SearchContext, nodes: readonly GraphNode[]): Promise<FirstDifference[]> {
  const names = nodes.map((node) => `${node.name}:0`);
  let model: Uint8Array;
  try {
    model = await context.convert(names);
  } catch (cause) {
    // Some cuts cannot be converted though the whole graph can; then this cut says nothing.
    if (cause instanceof FailedError) return [];
    throw cause;
  }
  const feeds = Object.fromEntries(
    Object.entries(context.feeds).map(([name, tensor]) => [context.graph.inputs[name] ?? name, tensor]),
  );
  const got = await runRaw(context.runtime, model, feeds);
  const expected = await context.tfjs.runTo(context.feeds, names);
  const differing: FirstDifference[] = [];
  for (const [index, node] of nodes.entries()) {
    const name = names[index] ?? node.name;
    const a = got[name];
    const b = expected[name];
    if (a === undefined || b === undefined) continue;
    const { absolute, scaled } = distance(a, b);
    if (scaled > FLOAT32_TOLERANCE) {
      differing.push({ scope: scopeOf(node.name), node: node.name, op: node.op, difference: absolute });
    }
  }
  return differing;
}

/** Nodes that compute something on the way to `last`, in the order of the graph. */
function computedNodes(graph: GraphModel, last: string): GraphNode[] {
  const needed = new Set([last]);
  for (const node of graph.nodes.toReversed()) {
    if (needed.has(node.name)) for (const input of node.input ?? []) needed.add(nodeOf(input));
  }
  return graph.nodes.filter(
    (node) => needed.has(node.name) && !["Const", "Placeholder", "NoOp", "Shape"].includes(node.op),
  );
}
