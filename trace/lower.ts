/**
 * Exact rewrites around what tf2onnx gets wrong or cannot read. Each gives the same numbers in TensorFlow; none is
 * needed by any other reader of a graph.
 */

import { type Dim, type Edge, edgeType, type Graph, type GraphNode, isBatchDim, nodesByName } from "./graph.js";
import { UniqueNames } from "./scope.js";

/** All rewrites, in order. */
export function lowerForTf2onnx(graph: Graph): Graph {
  return flatOneHot(staticTransposedConvolutions(graph));
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
  return rewrite(graph, ({ node, reshape }) => {
    const [type] = node.outputs;
    if (!TRANSPOSED.has(node.op) || type === undefined) return undefined;
    const name = `${node.name}/raw`;
    return [{ ...node, name }, ...reshape(node.name, { node: name, output: 0 }, type.shape, node)];
  });
}

/** Puts a `Reshape` to a vector before each `OneHot`, and one back after it: tf2onnx takes a vector of indices only. */
export function flatOneHot(graph: Graph): Graph {
  const nodes = nodesByName(graph);
  return rewrite(graph, ({ node, reshape }) => {
    const [indices, ...others] = node.inputs;
    const [type] = node.outputs;
    if (node.op !== "OneHot" || indices === undefined || type === undefined) return undefined;
    const { dtype, shape } = edgeType(nodes, indices);
    const depth = type.shape[type.shape.length - 1];
    const axis = node.attributes.axis?.value ?? -1;
    if (shape.length === 1 || depth === undefined || (axis !== -1 && axis !== shape.length)) return undefined;
    const flat = `${node.name}/flat`;
    const hot = `${node.name}/vector`;
    const rows: Dim = { scale: 1, offset: 0 };
    return [
      ...reshape(flat, indices, [rows], { ...node, outputs: [{ dtype, shape: [rows] }] }),
      {
        ...node,
        name: hot,
        inputs: [{ node: flat, output: 0 }, ...others],
        attributes: { ...node.attributes, axis: { type: "int", value: -1 } },
        outputs: [{ dtype: type.dtype, shape: [rows, depth] }],
      },
      ...reshape(node.name, { node: hot, output: 0 }, type.shape, node),
    ];
  });
}

interface Rewriter {
  readonly node: GraphNode;
  /** A `Reshape` called `name` to a shape with at most one length that follows the batch, and the constant it needs. */
  readonly reshape: (name: string, from: Edge, shape: readonly Dim[], like: GraphNode) => GraphNode[];
}

/** Replaces single nodes by several, the last of which has the name of the first and takes its place. */
function rewrite(graph: Graph, replace: (rewriter: Rewriter) => GraphNode[] | undefined): Graph {
  const names = new UniqueNames();
  for (const { name } of graph.nodes) names.take(name);
  const reshape: Rewriter["reshape"] = (name, from, shape, like) => {
    const sizes = Int32Array.from(shape, (dim) => (isBatchDim(dim) ? -1 : dim));
    const { scope, outputs } = like;
    const dtype = outputs[0]?.dtype ?? "float32";
    const to = names.take(`${name}/shape`);
    const source = like.source === undefined ? {} : { source: like.source };
    return [
      {
        name: to,
        op: "Const",
        inputs: [],
        attributes: {},
        outputs: [{ dtype: "int32", shape: [sizes.length] }],
        scope,
        values: sizes,
      },
      {
        name,
        op: "Reshape",
        inputs: [from, { node: to, output: 0 }],
        attributes: { T: { type: "type", value: dtype }, Tshape: { type: "type", value: "int32" } },
        outputs: [{ dtype, shape }],
        scope,
        ...source,
      },
    ];
  };
  return { nodes: graph.nodes.flatMap((node) => replace({ node, reshape }) ?? [node]), outputs: graph.outputs };
}
