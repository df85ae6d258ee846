/**
 * What flows where in a recorded graph, layer by layer: parallel heads stay parallel, and what skips a layer is seen to. An
 * operation that reads weights belongs to their layer; one in a scope of its own without weights is a box of that scope's
 * name; all others (activations, changes of shape) are part of the line from one box to the next.
 */
import type { Dim, Edge, Graph, GraphNode } from "./graph.js";
import { isBatchDim } from "./graph.js";
import { nodeName } from "./scope.js";

/** A box of the diagram. */
export interface FlowBox {
  /** Unique in the flow. */
  readonly id: string;
  readonly kind: "input" | "layer" | "scope" | "output";
  /** Of an input or output its name, of a layer the path of its weights, of a scope its path. */
  readonly name: string;
  /** Shape of what leaves the box, null where it follows the batch. */
  readonly shape: readonly (number | null)[];
}

/** A line from box to box, by their ids. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  /** It goes to a box that came before: a state that is read again in the next step. */
  readonly back: boolean;
}

/** See the head of the file. */
export interface LayerFlow {
  readonly boxes: readonly FlowBox[];
  readonly edges: readonly FlowEdge[];
}

/** The length of a tensor, and what is made of it alone, is no data that flows. */
const NO_DATA = new Set(["Shape", "ShapeN", "Size", "Rank"]);

/**
 * Follows the data through a graph.
 *
 * @param weights names of the graph's declared constants, `encoder/dense/kernel`: what stands before the last slash is the
 *   layer.
 */
export function layerFlow(graph: Graph, weights: readonly string[]): LayerFlow {
  return new Follower(graph, weights).flow();
}

class Follower {
  readonly #graph: Graph;
  /** Layer paths by the names of weight nodes. */
  readonly #layerOf: ReadonlyMap<string, string>;
  readonly #layers: readonly string[];
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #boxes = new Map<string, FlowBox>();
  readonly #edges = new Map<string, FlowEdge>();
  /** Boxes that a node's output comes from; the layer whose weights it is made of. */
  readonly #sources = new Map<string, ReadonlySet<string>>();
  readonly #weightOf = new Map<string, string>();

  constructor(graph: Graph, weights: readonly string[]) {
    this.#graph = graph;
    this.#layerOf = new Map(weights.map((name) => [nodeName(name), name.slice(0, Math.max(0, name.lastIndexOf("/")))]));
    this.#layers = [...new Set(this.#layerOf.values())];
    this.#nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  }

  flow(): LayerFlow {
    for (const node of this.#graph.nodes) this.#visit(node);
    for (const { name, edge } of this.#graph.outputs) {
      const id = `output ${name}`;
      this.#boxes.set(id, { id, kind: "output", name, shape: this.#shapeOf(edge) });
      for (const from of this.#sources.get(edge.node) ?? []) this.#connect(from, id);
    }
    return { boxes: [...this.#boxes.values()], edges: [...this.#edges.values()] };
  }

  #visit(node: GraphNode): void {
    const { name, op } = node;
    if (op === "Placeholder") {
      this.#put(node, "input", name);
      return;
    }
    if (op === "Const") {
      const layer = node.declared === true ? this.#layerOf.get(name) : undefined;
      if (layer !== undefined) this.#weightOf.set(name, layer);
      return;
    }
    const upstream = NO_DATA.has(op) ? [] : node.inputs.flatMap((input) => [...(this.#sources.get(input.node) ?? [])]);
    const layer = this.#layerRead(node);
    // A weight that is only reshaped is a weight still.
    if (upstream.length === 0) {
      if (layer !== undefined) this.#weightOf.set(name, layer);
      return;
    }
    const box = layer === undefined ? this.#boxOfScope(node.scope) : { kind: "layer" as const, path: layer };
    if (box === undefined) {
      this.#sources.set(name, new Set(upstream));
      return;
    }
    const id = this.#put(node, box.kind, box.path);
    for (const from of upstream) this.#connect(from, id);
  }

  #layerRead({ inputs }: GraphNode): string | undefined {
    for (const { node } of inputs) {
      const layer = this.#weightOf.get(node);
      if (layer !== undefined) return layer;
    }
    return undefined;
  }

  /** The outermost scope that holds no layer; inside of a layer that holds no other one, that layer. */
  #boxOfScope(scope: string): { kind: "layer" | "scope"; path: string } | undefined {
    if (scope === "") return undefined;
    const parts = scope.split("/");
    for (let length = 1; length <= parts.length; length++) {
      const path = parts.slice(0, length).join("/");
      if (this.#layers.some((layer) => nodeName(layer).startsWith(`${path}/`))) continue;
      return { kind: this.#layers.includes(path) ? "layer" : "scope", path };
    }
    return undefined;
  }

  #put(node: GraphNode, kind: "input" | "layer" | "scope", path: string): string {
    const id = `${kind} ${path}`;
    // The last operation of a box gives what leaves it.
    this.#boxes.set(id, { id, kind, name: path, shape: this.#shapeOf({ node: node.name, output: 0 }) });
    this.#sources.set(node.name, new Set([id]));
    return id;
  }

  #connect(from: string, to: string): void {
    if (from === to) return;
    const places = [...this.#boxes.keys()];
    const key = `${from}\n${to}`;
    if (!this.#edges.has(key)) this.#edges.set(key, { from, to, back: places.indexOf(from) > places.indexOf(to) });
  }

  #shapeOf({ node, output }: Edge): (number | null)[] {
    return (this.#nodes.get(node)?.outputs[output]?.shape ?? []).map((dim: Dim) => (isBatchDim(dim) ? null : dim));
  }
}
