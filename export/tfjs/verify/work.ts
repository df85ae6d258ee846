/** How much work a graph is for one row: decides how it is computed for comparison, the same way on every machine. */
import { type Dim, edgeType, type Graph, isBatchDim, nodesByName } from "../../../trace/graph.js";

/** Multiplications and additions of the convolutions and products of matrices, for a batch of one. */
export function multiplyAdds(graph: Graph): number {
  const nodes = nodesByName(graph);
  let total = 0;
  for (const { op, inputs, outputs } of graph.nodes) {
    const [out] = outputs;
    const [first, second, third] = inputs;
    if (out === undefined || first === undefined || second === undefined) continue;
    const size = (shape: readonly Dim[]): number =>
      shape.reduce<number>((product, dim) => product * (isBatchDim(dim) ? dim.scale + dim.offset : dim), 1);
    const filter = edgeType(nodes, second).shape;
    if (op === "Conv2D" || op === "Conv3D") total += (size(out.shape) * size(filter)) / lastOf(filter);
    else if (op === "DepthwiseConv2dNative") total += size(out.shape) * size(filter.slice(0, 2));
    else if (/^Conv\dDBackpropInput/.test(op) && third !== undefined) {
      total += (size(edgeType(nodes, third).shape) * size(filter)) / lastOf(filter);
    } else if (op === "BatchMatMulV2" || op === "MatMul") {
      total += size(out.shape) * lastOf(edgeType(nodes, first).shape);
    }
  }
  return total;
}

function lastOf(shape: readonly Dim[]): number {
  const last = shape[shape.length - 1];
  return typeof last === "number" ? Math.max(1, last) : 1;
}
