/** What is computed twice from the same values is computed once. */
import type { OnnxGraph, OnnxNode } from "../graph.js";

/** Whether anything was shared. */
export function shareNodes(graph: OnnxGraph): boolean {
  const first = new Map<string, OnnxNode>();
  const replaced = new Map<string, string>();
  graph.nodes = graph.nodes.filter((node) => {
    node.inputs = node.inputs.map((value) => replaced.get(value) ?? value);
    const key = `${node.op} ${JSON.stringify(node.inputs)} ${JSON.stringify(node.attributes)} ${node.outputs.length}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, node);
      return true;
    }
    for (const [i, output] of node.outputs.entries()) replaced.set(output, known.outputs[i] ?? output);
    return false;
  });
  for (const output of graph.outputs) output.value = replaced.get(output.value) ?? output.value;
  return replaced.size > 0;
}
