import type { Graph } from "./graph.js";

/** The graph without what no output depends on. Inputs stay, used or not: they are part of what was declared. */
export function prune(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map(({ edge }) => edge.node));
  const kept = [];
  // Backwards, each node comes after all that use it.
  for (const node of [...graph.nodes].reverse()) {
    if (node.op !== "Placeholder" && !needed.has(node.name)) continue;
    for (const input of node.inputs) needed.add(input.node);
    kept.push(node);
  }
  return { nodes: kept.reverse(), outputs: graph.outputs };
}
