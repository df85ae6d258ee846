import type { Edge, Graph, GraphNode } from "./graph.js";

/**
 * The graph with each constant once. Every call of a tfjs function brings its own shapes, axes and numbers; a
 * recurrent network over a few steps holds hundreds of equal ones. Constants that were declared by name keep their own
 * nodes.
 */
export function dedupeConstants(graph: Graph): Graph {
  const first = new Map<string, string>();
  const replaced = new Map<string, string>();
  const nodes: GraphNode[] = [];
  const rename = (edge: Edge): Edge => ({ ...edge, node: replaced.get(edge.node) ?? edge.node });
  for (const node of graph.nodes) {
    if (node.op === "Const" && node.declared === undefined && node.values !== undefined) {
      const { buffer, byteOffset, byteLength } = node.values;
      const bytes = Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
      const key = `${JSON.stringify(node.outputs)}${bytes}`;
      const known = first.get(key);
      if (known !== undefined) {
        replaced.set(node.name, known);
        continue;
      }
      first.set(key, node.name);
    }
    nodes.push({ ...node, inputs: node.inputs.map(rename) });
  }
  return { nodes, outputs: graph.outputs.map(({ name, edge }) => ({ name, edge: rename(edge) })) };
}
