/** Takes out operators and constants that no result depends on. */
import type { OnnxGraph } from "../graph.js";

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
