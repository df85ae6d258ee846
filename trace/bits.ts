/** Rewrites that keep a captured function's bits those of eager. */

import type { Edge, Graph, GraphNode } from "./graph.js";
import { UniqueNames } from "./scope.js";

/**
 * Writes each `AddN` as a chain of additions from left to right.
 *
 * That is the order in which eager TensorFlow adds. In a graph, TensorFlow's layout pass replaces `AddN` by oneDNN's
 * sum, which adds in another order, whatever its graph optimizer is told.
 */
export function chainSums(graph: Graph): Graph {
  const names = new UniqueNames();
  for (const { name } of graph.nodes) names.take(name);
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const [first, second, ...rest] = node.inputs;
    const T = node.attributes.T;
    if (node.op !== "AddN" || first === undefined || second === undefined || T === undefined) return [node];
    const chain: GraphNode[] = [];
    let sum: Edge = first;
    for (const [i, next] of [second, ...rest].entries()) {
      const name = i === rest.length ? node.name : names.take(`${node.name}/sum`);
      chain.push({ ...node, name, op: "AddV2", inputs: [sum, next], attributes: { T } });
      sum = { node: name, output: 0 };
    }
    return chain;
  });
  return { nodes, outputs: graph.outputs };
}
