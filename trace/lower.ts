/**
 * Exact rewrites around what tf2onnx gets wrong or cannot read. Each gives the same numbers in TensorFlow; none is
 * needed by any other reader of a graph.
 */

import { type Edge, type Graph, type GraphNode, isBatchDim } from "./graph.js";
import { UniqueNames } from "./scope.js";

/** All rewrites, in order. */
export function lowerForTf2onnx(graph: Graph): Graph {
  return staticTransposedConvolutions(graph);
}

const TRANSPOSED = new Set(["Conv2DBackpropInput", "Conv3DBackpropInputV2"]);

/**
 * Puts a `Reshape` to `[-1, height, width, channels]` after each transposed convolution.
 *
 * tf2onnx does not know the output size of a transposed convolution whose batch is dynamic. A following one is then
 * written with `output_shape` instead of paddings, and where the total padding is odd (kernel 3, stride 2, "same")
 * onnxruntime puts the odd row at the other end than TensorFlow: wrong numbers, and no error.
 */
export function staticTransposedConvolutions(graph: Graph): Graph {
  const names = new UniqueNames();
  for (const { name } of graph.nodes) names.take(name);
  const moved = new Map<string, Edge>();
  const rename = (edge: Edge): Edge => moved.get(edge.node) ?? edge;
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    nodes.push({ ...node, inputs: node.inputs.map(rename) });
    const [type] = node.outputs;
    if (!TRANSPOSED.has(node.op) || type === undefined) continue;
    const { name, scope } = node;
    const sizes = Int32Array.from(type.shape, (dim) => (isBatchDim(dim) ? -1 : dim));
    const shape: GraphNode = {
      name: names.take(`${name}/shape`),
      op: "Const",
      inputs: [],
      attributes: {},
      outputs: [{ dtype: "int32", shape: [sizes.length] }],
      scope,
      values: sizes,
    };
    const reshape: GraphNode = {
      name: names.take(`${name}/static`),
      op: "Reshape",
      inputs: [
        { node: name, output: 0 },
        { node: shape.name, output: 0 },
      ],
      attributes: { T: { type: "type", value: type.dtype }, Tshape: { type: "type", value: "int32" } },
      outputs: [type],
      scope,
    };
    nodes.push(shape, reshape);
    moved.set(name, { node: reshape.name, output: 0 });
  }
  return { nodes, outputs: graph.outputs.map(({ name, edge }) => ({ name, edge: rename(edge) })) };
}
