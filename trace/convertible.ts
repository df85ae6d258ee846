import { TraceError } from "./errors.js";
import { edgeType, type Graph, type GraphNode, nodesByName } from "./graph.js";
import { TF2ONNX_OPERATIONS } from "./tf2onnx-operations.js";

/** The highest opset that tf2onnx writes, and Kiln's default. */
const DEFAULT_OPSET = 18;

/**
 * Checks that tf2onnx can express every operation of a graph. tf2onnx itself does not: it logs an unknown operation,
 * exits 0 and writes an invalid file.
 *
 * @throws TraceError naming the first operation that it cannot express, its layer (scope) and line.
 */
export function checkConvertible(graph: Graph, opset = DEFAULT_OPSET): void {
  const nodes = nodesByName(graph);
  for (const node of graph.nodes) {
    const reason = unconvertible(node, nodes, opset);
    if (reason !== undefined) {
      throw new TraceError(
        `tf2onnx cannot convert ${node.op}: ${reason}`,
        { op: node.op, scope: node.scope, source: node.source },
        "Write this part of the network with other operations; docs/trace.md lists what is known not to convert.",
      );
    }
  }
}

/** Operations that tf2onnx has a handler for, and gets wrong all the same. */
const BROKEN: Readonly<Record<string, string>> = {
  LRN: "it leaves attributes on the node that the ONNX checker refuses",
};

function unconvertible(node: GraphNode, nodes: ReadonlyMap<string, GraphNode>, opset: number): string | undefined {
  const lowest = TF2ONNX_OPERATIONS[node.op];
  if (lowest === undefined) return "it has no handler for it";
  if (lowest > opset) return `it needs opset ${lowest}, and ${opset} was asked for`;
  const [indices] = node.inputs;
  if (node.op === "OneHot" && indices !== undefined && edgeType(nodes, indices).shape.length !== 1) {
    return "it takes a vector of indices only (lowerForTf2onnx makes it one)";
  }
  return BROKEN[node.op];
}
