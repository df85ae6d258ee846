import { TraceError } from "./errors.js";
import type { Graph, GraphNode } from "./graph.js";
import { nodeName } from "./scope.js";

/**
 * The graph with one `Identity` node for each output, named as the output: what is written then has results of the
 * declared names, even where one tensor is two results or an input is handed through.
 *
 * @throws TraceError when an output has the name of an input.
 */
export function nameOutputs(graph: Graph): Graph {
  const wanted = new Set(graph.outputs.map(({ name }) => nodeName(name)));
  const taken = new Set(graph.nodes.map((node) => node.name));
  const renamed = new Map<string, string>();
  for (const node of graph.nodes) {
    if (!wanted.has(node.name)) continue;
    if (node.op === "Placeholder") {
      throw new TraceError(`an input and an output are both called ${JSON.stringify(node.name)}`, {});
    }
    let name = `${node.name}_inner`;
    while (taken.has(name) || wanted.has(name)) name += "_";
    taken.add(name);
    renamed.set(node.name, name);
  }
  const rename = <T extends { readonly node: string }>(edge: T): T => ({
    ...edge,
    node: renamed.get(edge.node) ?? edge.node,
  });
  const nodes = graph.nodes.map(
    (node): GraphNode => ({
      ...node,
      name: renamed.get(node.name) ?? node.name,
      inputs: node.inputs.map(rename),
    }),
  );
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const outputs = graph.outputs.map(({ name, edge }) => {
    const inner = rename(edge);
    const type = byName.get(inner.node)?.outputs[inner.output];
    if (type === undefined) throw new Error(`the graph has no tensor ${inner.node}:${inner.output}`);
    const node: GraphNode = {
      name: nodeName(name),
      op: "Identity",
      inputs: [inner],
      attributes: { T: { type: "type", value: type.dtype } },
      outputs: [type],
      scope: byName.get(inner.node)?.scope ?? "",
    };
    nodes.push(node);
    return { name, edge: { node: node.name, output: 0 } };
  });
  return { nodes, outputs };
}
