/** What a graph computes with lengths: the batch size as a number, shapes put together from it. */
import { type Dim, type Edge, type GraphNode, isBatchDim } from "../graph.js";
import { scaleDim } from "./dims.js";
import { addDims } from "./emitter.js";

type Nodes = ReadonlyMap<string, GraphNode>;

/**
 * The whole numbers that a tensor holds, each fixed or following the batch; undefined where they depend on data.
 */
export function lengthsOf({ node: name }: Edge, nodes: Nodes): readonly Dim[] | undefined {
  const node = nodes.get(name);
  if (node === undefined) return undefined;
  const inputs = (): (readonly Dim[] | undefined)[] => node.inputs.map((edge) => lengthsOf(edge, nodes));
  switch (node.op) {
    case "Const":
      return node.values === undefined ? undefined : [...node.values];
    case "Shape": {
      const [edge] = node.inputs;
      return edge === undefined ? undefined : nodes.get(edge.node)?.outputs[edge.output]?.shape;
    }
    case "Identity":
    case "Cast":
    case "Reshape":
    case "ExpandDims":
    case "Squeeze":
      return inputs()[0];
    case "Pack":
    case "ConcatV2": {
      const parts = node.op === "Pack" ? inputs() : inputs().slice(0, -1);
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    }
    case "StridedSlice":
      return sliced(inputs());
    case "Mul":
      return pairwise(inputs(), (a, b) =>
        isBatchDim(b) ? (isBatchDim(a) ? undefined : scaleDim(b, a)) : scaleDim(a, b),
      );
    case "Add":
    case "AddV2":
      return pairwise(inputs(), (a, b) => addDims([a, b]));
    case "Sub":
      return pairwise(inputs(), (a, b) => addDims([a, scaleDim(b, -1)]));
    default:
      return undefined;
  }
}

function sliced([values, begin, end, step]: readonly (readonly Dim[] | undefined)[]): readonly Dim[] | undefined {
  const [from, to, by] = [begin?.[0], end?.[0], step?.[0]];
  if (values === undefined || typeof from !== "number" || typeof to !== "number" || by !== 1) return undefined;
  return values.slice(from, to === 0 && from < 0 ? undefined : to);
}

function pairwise(
  [a, b]: readonly (readonly Dim[] | undefined)[],
  combine: (a: Dim, b: Dim) => Dim | undefined,
): readonly Dim[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  const found = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [left, right] = [a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]];
    return left === undefined || right === undefined ? undefined : combine(left, right);
  });
  return found.every((dim) => dim !== undefined) ? found : undefined;
}
