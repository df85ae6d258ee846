import { TraceError } from "./errors.js";
import type { Graph, GraphNode } from "./graph.js";
import { nodesByName } from "./graph.js";
import { TF2ONNX_OPERATIONS } from "./tf2onnx-operations.js";

/** tf2onnx's default opset, and Kiln's. */
const DEFAULT_OPSET = 15;

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

function unconvertible(node: GraphNode, _nodes: ReadonlyMap<string, GraphNode>, opset: number): string | undefined {
  const lowest = TF2ONNX_OPERATIONS[node.op];
  if (lowest === undefined) return "it has no handler for it";
  if (lowest > opset) return `it needs opset ${lowest}, and ${opset} was asked for`;
  return undefined;
}
