/** Which inputs are looked up in a table, and how long it is: other numbers would be no test, but an error. */
import { edgeType, type Graph, type GraphNode, graphInputs, nodesByName } from "../../../trace/graph.js";

/** Operations that hand whole numbers on as they are. */
const HANDS_ON = new Set([
  "Cast",
  "Identity",
  "Reshape",
  "ExpandDims",
  "Squeeze",
  "Slice",
  "StridedSlice",
  "Transpose",
]);

/** The highest index that each input may hold, by its name. */
export function indexRanges(graph: Graph): Map<string, number> {
  const nodes = nodesByName(graph);
  const inputs = new Set(graphInputs(graph).map(({ name }) => name));
  const highest = new Map<string, number>();
  for (const node of graph.nodes) {
    const [table, indices] = node.inputs;
    if (node.op !== "GatherV2" || table === undefined || indices === undefined) continue;
    const axis = Number(nodes.get(node.inputs[2]?.node ?? "")?.values?.[0] ?? 0);
    const { shape } = edgeType(nodes, table);
    const length = shape[axis < 0 ? axis + shape.length : axis];
    const input = source(nodes, nodes.get(indices.node));
    if (input === undefined || !inputs.has(input) || typeof length !== "number") continue;
    highest.set(input, Math.min(highest.get(input) ?? Number.POSITIVE_INFINITY, length - 1));
  }
  return highest;
}

function source(nodes: ReadonlyMap<string, GraphNode>, node: GraphNode | undefined): string | undefined {
  let current = node;
  while (current !== undefined && HANDS_ON.has(current.op)) current = nodes.get(current.inputs[0]?.node ?? "");
  return current?.name;
}
