/** Puts operations in the place of constants that follow the batch. */

import {
  type Attribute,
  type BatchDim,
  type ConstantValues,
  type Dim,
  type Edge,
  type ElementType,
  edgeType,
  type Graph,
  type GraphNode,
  graphInputs,
  isBatchDim,
  nodesByName,
  sameDim,
} from "./graph.js";
import type { BatchConstant, Merged } from "./merge.js";
import { prune } from "./prune.js";
import { UniqueNames } from "./scope.js";

/**
 * The merged graph with every constant that follows the batch computed from the shape of an input.
 *
 * Where a graph can say "the rest" (`-1` in `Reshape` and in the sizes of `Slice`), the constant stays one: such a
 * graph needs no shape arithmetic, and every converter keeps its static lengths.
 *
 * @throws Error when a constant follows the batch and no input does.
 */
export function computeBatchConstants({ graph, batchConstants }: Merged): Graph {
  const builder = new Builder(graph);
  const original = nodesByName(graph);
  for (const node of graph.nodes) {
    const constant = batchConstants.get(node.name);
    if (constant !== undefined) {
      builder.replace(node, constant);
    } else {
      const inputs = node.inputs.map((edge, i) => restEdge(builder, original, batchConstants, node, edge, i) ?? edge);
      builder.add({ ...node, inputs });
    }
  }
  return prune({ nodes: builder.nodes, outputs: graph.outputs });
}

/** A constant with `-1` for what follows the batch, where this input of this operation may hold one. */
function restEdge(
  builder: Builder,
  original: ReadonlyMap<string, GraphNode>,
  batchConstants: ReadonlyMap<string, BatchConstant>,
  node: GraphNode,
  edge: Edge,
  index: number,
): Edge | undefined {
  const constant = batchConstants.get(edge.node);
  if (constant?.kind !== "integers") return undefined;
  const { elements } = constant;
  const open = elements.filter(isBatchDim).length;
  const isRest =
    (node.op === "Reshape" && index === 1 && open === 1 && !elements.includes(0)) ||
    (node.op === "Slice" && index === 2 && reachesEnd(original, node, elements));
  if (!isRest) return undefined;
  const values = Int32Array.from(elements, (dim) => (isBatchDim(dim) ? -1 : dim));
  return builder.constant(`${edge.node}/rest`, values, [values.length], node);
}

/** Whether every size that follows the batch reaches from its begin to the end of the axis. */
function reachesEnd(nodes: ReadonlyMap<string, GraphNode>, node: GraphNode, sizes: readonly Dim[]): boolean {
  const [data, begin] = node.inputs;
  if (data === undefined || begin === undefined) return false;
  const begins = nodes.get(begin.node)?.values;
  const { shape } = edgeType(nodes, data);
  return sizes.every((size, axis) => {
    if (!isBatchDim(size)) return true;
    const length = shape[axis];
    if (begins === undefined || length === undefined || !isBatchDim(length)) return false;
    return sameDim(length, { scale: size.scale, offset: size.offset + (begins[axis] ?? 0) });
  });
}

class Builder {
  readonly nodes: GraphNode[] = [];
  readonly #names = new UniqueNames();
  readonly #lengths = new Map<string, Edge>();
  readonly #batchInput: { readonly node: GraphNode; readonly axis: number; readonly dim: BatchDim } | undefined;

  constructor(graph: Graph) {
    for (const node of graph.nodes) this.#names.take(node.name);
    for (const node of graphInputs(graph)) {
      const shape = node.outputs[0]?.shape ?? [];
      const axis = shape.findIndex(isBatchDim);
      const dim = shape[axis];
      if (dim !== undefined && isBatchDim(dim)) this.#batchInput ??= { node, axis, dim };
    }
  }

  add(node: GraphNode): void {
    this.nodes.push(node);
  }

  constant(name: string, values: ConstantValues, shape: readonly Dim[], like?: GraphNode): Edge {
    const dtype = values instanceof Int32Array ? "int32" : values instanceof Float32Array ? "float32" : "bool";
    return this.#node(name, "Const", [], {}, { dtype, shape }, like, values);
  }

  /** Puts the nodes that compute `constant` where `node` stood; the last of them takes its name. */
  replace(node: GraphNode, constant: BatchConstant): void {
    const type = node.outputs[0];
    if (type === undefined) throw new Error(`the constant ${node.name} has no type`);
    if (constant.kind === "integers") {
      this.#integers(node, constant.elements, type.shape);
    } else if (constant.kind === "fill") {
      const dims = this.#vector(`${node.name}/dims`, type.shape, node);
      const value = this.#valueLike(`${node.name}/value`, constant.value, [], type.dtype, node);
      this.add({
        ...described(node),
        op: "Fill",
        inputs: [dims, value],
        attributes: { T: typeAttribute(type.dtype), index_type: typeAttribute("int32") },
        outputs: [type],
      });
    } else {
      const row = this.#valueLike(`${node.name}/row`, constant.row, constant.rowShape, type.dtype, node);
      const counts = type.shape.map((dim, axis) => (axis === constant.axis ? dim : 1));
      const multiples = this.#vector(`${node.name}/multiples`, counts, node);
      this.add({
        ...described(node),
        op: "Tile",
        inputs: [row, multiples],
        attributes: { T: typeAttribute(type.dtype), Tmultiples: typeAttribute("int32") },
        outputs: [type],
      });
    }
  }

  #integers(node: GraphNode, elements: readonly Dim[], shape: readonly Dim[]): void {
    const whole = { T: typeAttribute("int32") };
    const outputs = [{ dtype: "int32" as const, shape }];
    if (shape.length === 0 && elements[0] !== undefined) {
      const edge = this.#length(elements[0]);
      this.add({ ...described(node), op: "Identity", inputs: [edge], attributes: whole, outputs });
    } else if (shape.length === 1) {
      this.add({ ...described(node), ...this.#pack(elements), outputs });
    } else {
      const vector = this.#vector(`${node.name}/elements`, elements, node);
      const fixed = Int32Array.from(shape, (dim) => (isBatchDim(dim) ? -1 : dim));
      const to = this.constant(`${node.name}/shape`, fixed, [fixed.length], node);
      const attributes = { ...whole, Tshape: typeAttribute("int32") };
      this.add({ ...described(node), op: "Reshape", inputs: [vector, to], attributes, outputs });
    }
  }

  #valueLike(name: string, values: ConstantValues, shape: readonly Dim[], dtype: ElementType, like: GraphNode): Edge {
    return this.#node(name, "Const", [], {}, { dtype, shape }, like, values);
  }

  /** An int32 vector of lengths. */
  #vector(name: string, elements: readonly Dim[], like: GraphNode): Edge {
    const { op, inputs, attributes } = this.#pack(elements);
    return this.#node(name, op, inputs, attributes, { dtype: "int32", shape: [elements.length] }, like);
  }

  #pack(elements: readonly Dim[]): Pick<GraphNode, "op" | "inputs" | "attributes"> {
    return {
      op: "Pack",
      inputs: elements.map((dim) => this.#length(dim)),
      attributes: {
        T: typeAttribute("int32"),
        N: { type: "int", value: elements.length },
        axis: { type: "int", value: 0 },
      },
    };
  }

  /** An int32 scalar: one length, computed once for the whole graph. */
  #length(dim: Dim): Edge {
    const key = isBatchDim(dim) ? `${dim.scale}/${dim.offset}` : String(dim);
    const known = this.#lengths.get(key);
    if (known !== undefined) return known;
    const edge = isBatchDim(dim) ? this.#line(dim) : this.constant(`batch/${dim}`, Int32Array.of(dim), []);
    this.#lengths.set(key, edge);
    return edge;
  }

  #line({ scale, offset }: BatchDim): Edge {
    if (scale === 1 && offset === 0) return this.#batch();
    const scalar = { dtype: "int32" as const, shape: [] };
    const attributes = { T: typeAttribute("int32") };
    let edge = this.#length({ scale: 1, offset: 0 });
    if (scale !== 1) edge = this.#node("batch/times", "Mul", [edge, this.#length(scale)], attributes, scalar);
    if (offset !== 0) edge = this.#node("batch/plus", "AddV2", [edge, this.#length(offset)], attributes, scalar);
    return edge;
  }

  #batch(): Edge {
    if (this.#batchInput === undefined) throw new Error("a constant follows the batch, but no input does");
    const { node, axis, dim } = this.#batchInput;
    if (dim.scale !== 1 || dim.offset !== 0) throw new Error(`the input ${node.name} has no plain batch dimension`);
    const { dtype = "float32", shape = [] } = node.outputs[0] ?? {};
    const lengths = this.#node(
      "batch/Shape",
      "Shape",
      [{ node: node.name, output: 0 }],
      { T: typeAttribute(dtype), out_type: typeAttribute("int32") },
      { dtype: "int32", shape: [shape.length] },
    );
    const at = (name: string, value: number): Edge => this.constant(`batch/${name}`, Int32Array.of(value), [1]);
    const mask = (value: number): Attribute => ({ type: "int", value });
    return this.#node(
      "batch/size",
      "StridedSlice",
      [lengths, at("begin", axis), at("end", axis + 1), at("stride", 1)],
      {
        T: typeAttribute("int32"),
        Index: typeAttribute("int32"),
        begin_mask: mask(0),
        end_mask: mask(0),
        ellipsis_mask: mask(0),
        new_axis_mask: mask(0),
        shrink_axis_mask: mask(1),
      },
      { dtype: "int32", shape: [] },
    );
  }

  #node(
    name: string,
    op: string,
    inputs: readonly Edge[],
    attributes: Readonly<Record<string, Attribute>>,
    type: { readonly dtype: ElementType; readonly shape: readonly Dim[] },
    like?: GraphNode,
    values?: ConstantValues,
  ): Edge {
    const unique = this.#names.take(name);
    const node = { ...(like === undefined ? { scope: "" } : described(like)), name: unique, op, inputs, attributes };
    this.add({ ...node, outputs: [type], ...(values === undefined ? {} : { values }) });
    return { node: unique, output: 0 };
  }
}

function described({ name, scope, source }: GraphNode): Pick<GraphNode, "name" | "scope" | "source"> {
  return source === undefined ? { name, scope } : { name, scope, source };
}

function typeAttribute(value: ElementType): Attribute {
  return { type: "type", value };
}
