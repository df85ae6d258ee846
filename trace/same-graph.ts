/** Whether a function that was recorded twice did the same both times. */
import { TraceError } from "./errors.js";
import { type Edge, edgeType, type Graph, type GraphNode, nodesByName } from "./graph.js";
import { sameValues } from "./merge.js";

/**
 * Compares two recordings from their results backwards, so that only what a result depends on counts: neither the order in
 * which the results are named nor that in which independent operations ran.
 *
 * @throws TraceError naming scope and line of an operation of `first` that `again` does otherwise, or a constant that has
 * changed since.
 */
export function checkSameGraph(first: Graph, again: Graph): void {
  const others = new Map(again.outputs.map(({ name, edge }) => [name, edge]));
  if (others.size !== first.outputs.length) throw otherResults();
  const nodes = { first: nodesByName(first), again: nodesByName(again) };
  // Node by node of the first graph: which of the other does the same.
  const twins = new Map<string, string>();
  const open = first.outputs.map(({ name, edge }): [Edge, Edge] => {
    const other = others.get(name);
    if (other === undefined) throw otherResults();
    return [edge, other];
  });
  // A list of its own, not recursion: a recurrent step is thousands of operations deep.
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [edge, other] = pair;
    const node = nodeOf(nodes.first, edge);
    const twin = nodeOf(nodes.again, other);
    if (edge.output !== other.output) throw otherWay(node);
    const known = twins.get(node.name);
    if (known === undefined) {
      twins.set(node.name, twin.name);
      checkSameNode(node, twin);
      node.inputs.forEach((input, i) => {
        const otherInput = twin.inputs[i];
        if (otherInput === undefined) throw otherWay(node);
        open.push([input, otherInput]);
      });
    } else if (known !== twin.name) {
      throw otherWay(node);
    }
    if (!sameJson(edgeType(nodes.first, edge), edgeType(nodes.again, other))) throw otherWay(node);
  }
}

function checkSameNode(node: GraphNode, twin: GraphNode): void {
  const sameInput = node.op !== "Placeholder" || node.name === twin.name;
  if (node.op !== twin.op || node.inputs.length !== twin.inputs.length || !sameInput) throw otherWay(node);
  if (!sameAttributes(node, twin)) {
    throw differs("has another attribute from one call to the next, which a graph has to fix", node);
  }
  if (node.values === undefined || twin.values === undefined) return;
  if (!sameValues(node.values, twin.values)) {
    throw differs("changes from one call to the next: it is drawn at random, or counted, or read from a clock", node);
  }
}

function nodeOf(nodes: ReadonlyMap<string, GraphNode>, { node: name }: Edge): GraphNode {
  const node = nodes.get(name);
  if (node === undefined) throw new Error(`the graph has no node ${name}`);
  return node;
}

function sameAttributes({ attributes: a }: GraphNode, { attributes: b }: GraphNode): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => sameJson(a[name], b[name]));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function otherResults(): TraceError {
  return new TraceError("the function gives other results from one call to the next", {});
}

function otherWay(node: GraphNode): TraceError {
  return differs("takes another way from one call to the next", node);
}

function differs(what: string, node: GraphNode): TraceError {
  const subject = node.op === "Const" ? "a constant" : node.op;
  return new TraceError(`${subject} ${what}`, { scope: node.name, source: node.source });
}
