/**
 * Recurrent layers as one operation each, instead of one step after the other: ONNX has operators for GRU and LSTM. Where a
 * layer does something that they do not – a mask, a state handed in, an activation of its own – it stays as it was recorded.
 */
import { type Edge, type Graph, type GraphNode, isBatchDim, nodesByName, type TensorType } from "./graph.js";
import { prune } from "./prune.js";
import { nodeName } from "./scope.js";
import type { TF } from "./tensorflow.js";

/** What is known of a recurrent layer beside what it recorded. */
export interface RecurrentLayer {
  /** The layer's name, which is the scope that its operations were recorded in. */
  readonly name: string;
  readonly kind: "GRU" | "LSTM";
  /** Names of its weights: kernel, recurrent kernel, and bias where it has one. */
  readonly weights: readonly string[];
  readonly activation: string;
  readonly recurrentActivation: string;
  readonly backwards: boolean;
  readonly resetAfter: boolean;
  /** Of the two layers of a bidirectional one, which records them in its own scope. */
  readonly partOf?: {
    readonly name: string;
    /** The other layer's weights: what depends on both belongs to neither. */
    readonly others: readonly string[];
  };
}

/** The name of the operation that stands for a layer; `operations/recurrent.ts` writes it. */
export const RECURRENT = { GRU: "KilnGRU", LSTM: "KilnLSTM" } as const;

/** Activations that ONNX's operators have under these names. */
export const RECURRENT_ACTIVATIONS: Readonly<Record<string, string>> = {
  hard_sigmoid: "HardSigmoid",
  hardSigmoid: "HardSigmoid",
  relu: "Relu",
  sigmoid: "Sigmoid",
  softsign: "Softsign",
  tanh: "Tanh",
};

/** A layer as far as it is looked at here. */
interface Layer {
  readonly name?: string;
  readonly layers?: readonly unknown[];
  readonly forwardLayer?: unknown;
  readonly backwardLayer?: unknown;
  readonly goBackwards?: boolean;
  readonly weights?: readonly { readonly name: string }[];
  getClassName?(): string;
  getConfig?(): Record<string, unknown>;
}

/** The GRU and LSTM layers of a model, those inside of other layers and models too. */
export function recurrentLayers(model: ReturnType<TF["model"]>): RecurrentLayer[] {
  return layersIn(model as unknown as Layer);
}

function layersIn(layer: Layer): RecurrentLayer[] {
  const { forwardLayer, backwardLayer } = layer;
  if (typeof forwardLayer === "object" && typeof backwardLayer === "object") {
    const pair = [described(forwardLayer as Layer), described(backwardLayer as Layer)];
    return pair.flatMap((one, i) => {
      const others = pair[1 - i]?.weights ?? [];
      return one === undefined ? [] : [{ ...one, partOf: { name: layer.name ?? "", others } }];
    });
  }
  const own = described(layer);
  return [...(own === undefined ? [] : [own]), ...(layer.layers ?? []).flatMap((inner) => layersIn(inner as Layer))];
}

function described(layer: Layer): RecurrentLayer | undefined {
  // A class of Kiln's own, which stands in for one that tfjs lacks, has the prefix.
  const kind = layer.getClassName?.().replace(/^Kiln/, "");
  if (kind !== "GRU" && kind !== "LSTM") return undefined;
  const config = layer.getConfig?.() ?? {};
  return {
    name: layer.name ?? "",
    kind,
    weights: (layer.weights ?? []).map(({ name }) => name),
    activation: String(config.activation),
    recurrentActivation: String(config.recurrentActivation),
    // Not from its description: of the second layer of a pair that says what the first one does.
    backwards: layer.goBackwards === true,
    resetAfter: config.resetAfter === true,
  };
}

/** The graph with one operation for each layer that has an operator. */
export function withRecurrentOperators(graph: Graph, layers: readonly RecurrentLayer[]): Graph {
  return layers.reduce((result, layer) => replaced(result, layer) ?? result, graph);
}

function replaced(graph: Graph, layer: RecurrentLayer): Graph | undefined {
  const scope = graph.nodes.map((node) => scopeOf(node, layer)).find((path) => path !== undefined);
  if (scope === undefined) return undefined;
  const nodes = nodesByName(graph);
  const inside = nodesOf(graph, layer, scope);
  const input = onlyInput(graph, inside, nodes);
  const output = onlyOutput(graph, inside);
  const [kernel, recurrent, bias] = layer.weights.map((name) => nodes.get(nodeName(name)));
  if (input === undefined || output === undefined || kernel === undefined || recurrent === undefined) return undefined;
  const known = [layer.activation, layer.recurrentActivation].every((name) => name in RECURRENT_ACTIVATIONS);
  const type = nodes.get(output.node)?.outputs[output.output];
  if (!known || type === undefined || !fits(nodes, input, type)) return undefined;
  const last = graph.nodes.findLastIndex(({ name }) => inside.has(name));
  const name = `${scope}/${layer.kind}`;
  const node: GraphNode = {
    name: nodes.has(name) ? `${name}_operator` : name,
    op: RECURRENT[layer.kind],
    inputs: [input, ...[kernel, recurrent, bias].flatMap((one) => (one === undefined ? [] : [edge(one)]))],
    attributes: {
      activation: { type: "string", value: layer.activation },
      recurrent_activation: { type: "string", value: layer.recurrentActivation },
      backwards: { type: "bool", value: layer.backwards },
      reset_after: { type: "bool", value: layer.resetAfter },
      // A pair turns the series of its second layer round again, as its last step.
      turned: { type: "bool", value: nodes.get(output.node)?.op === "ReverseV2" },
    },
    outputs: [type],
    scope,
  };
  const rename = (one: Edge): Edge =>
    one.node === output.node && one.output === output.output ? { node: node.name, output: 0 } : one;
  const after = (one: GraphNode): GraphNode => ({ ...one, inputs: one.inputs.map(rename) });
  // What reads the result comes after the last step; what it read itself comes before the first.
  const early = graph.nodes.slice(0, last + 1);
  const reading = early.filter((one) => !inside.has(one.name) && one.inputs.some((read) => inside.has(read.node)));
  if (reading.length > 0) return undefined;
  return prune({
    nodes: [...early, node, ...graph.nodes.slice(last + 1).map(after)],
    outputs: graph.outputs.map((one) => ({ ...one, edge: rename(one.edge) })),
  });
}

/** What a layer computed: all of its scope; of a pair's, what depends on its own weights alone, and leads there. */
function nodesOf(graph: Graph, { weights, partOf }: RecurrentLayer, scope: string): Set<string> {
  const scoped = graph.nodes.filter(
    (node) => node.op !== "Const" && (node.scope === scope || node.scope.startsWith(`${scope}/`)),
  );
  if (partOf === undefined) return new Set(scoped.map(({ name }) => name));
  const dependingOn = (names: readonly string[]): Set<string> => {
    const found = new Set(names.map(nodeName));
    for (const node of scoped) if (node.inputs.some((read) => found.has(read.node))) found.add(node.name);
    return found;
  };
  const [own, other] = [dependingOn(weights), dependingOn(partOf.others)];
  const found = new Set(scoped.map(({ name }) => name).filter((name) => own.has(name) && !other.has(name)));
  // And what only prepares its input: the steps that the series is taken apart into.
  for (const { name } of scoped.toReversed()) {
    const readers = graph.nodes.filter(({ inputs }) => inputs.some((read) => read.node === name));
    if (!other.has(name) && readers.length > 0 && readers.every((one) => found.has(one.name))) found.add(name);
  }
  return found;
}

/** The scope that a layer's operations lie in: its name is a part of it. */
function scopeOf({ scope }: GraphNode, { name, partOf }: RecurrentLayer): string | undefined {
  const parts = scope.split("/");
  const at = parts.indexOf(nodeName(partOf?.name ?? name).replaceAll("/", "_"));
  return at < 0 ? undefined : parts.slice(0, at + 1).join("/");
}

function edge({ name }: GraphNode): Edge {
  return { node: name, output: 0 };
}

/** The one tensor that comes in from outside; the shape of an input of the graph, for a state of zeros, is none. */
function onlyInput(graph: Graph, inside: ReadonlySet<string>, nodes: ReadonlyMap<string, GraphNode>): Edge | undefined {
  const found = new Map<string, Edge>();
  for (const node of graph.nodes) {
    if (!inside.has(node.name)) continue;
    for (const read of node.inputs) {
      if (inside.has(read.node) || isOfLengths(read, nodes)) continue;
      found.set(`${read.node}:${read.output}`, read);
    }
  }
  const [first] = found.values();
  return found.size === 1 ? first : undefined;
}

/** Constants, weights, and what is computed of lengths alone. */
function isOfLengths({ node: name }: Edge, nodes: ReadonlyMap<string, GraphNode>): boolean {
  const node = nodes.get(name);
  if (node === undefined || node.op === "Placeholder") return false;
  return node.op === "Const" || node.op === "Shape" || node.inputs.every((read) => isOfLengths(read, nodes));
}

function onlyOutput(graph: Graph, inside: ReadonlySet<string>): Edge | undefined {
  const found = new Map<string, Edge>();
  const reads = [
    ...graph.nodes.filter(({ name }) => !inside.has(name)).flatMap(({ inputs }) => inputs),
    ...graph.outputs.map((output) => output.edge),
  ];
  for (const read of reads) if (inside.has(read.node)) found.set(`${read.node}:${read.output}`, read);
  const [first] = found.values();
  return found.size === 1 ? first : undefined;
}

/** A series goes in, and a series of states or the last of them comes out. */
function fits(nodes: ReadonlyMap<string, GraphNode>, input: Edge, output: TensorType): boolean {
  const type = nodes.get(input.node)?.outputs[input.output];
  if (type?.dtype !== "float32" || type.shape.length !== 3) return false;
  const [batch, steps] = type.shape;
  const [first, second] = output.shape;
  if (batch === undefined || first === undefined || !isBatchDim(batch) || !isBatchDim(first)) return false;
  return output.shape.length === 2 || (output.shape.length === 3 && second === steps);
}
