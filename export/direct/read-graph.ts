/**
 * A frozen graph-model as the graph that it was recorded as. The file says what is computed; element types and shapes
 * inside are those that tfjs gives when it runs to every node at a few batch sizes.
 */
import { type Contract, shapeAt, type TensorSpec } from "../../core/contract.js";
import { FailedError } from "../../core/errors.js";
import { type Tensors, tfjsType, zeroTensor } from "../../core/tensor.js";
import type { Edge, Graph, GraphNode, TensorType } from "../../trace/graph.js";
import { fitDim } from "../../trace/merge.js";
import { type GraphModel, type GraphNode as ModelNode, scopeOf } from "../graph-model.js";
import type { PlannedGraph } from "../plan.js";
import type { TfjsGraph } from "../verify/tfjs-graph.js";
import { readAttributes } from "./read-attributes.js";
import { readWeights } from "./read-weights.js";

/** Two sizes give the line that a length lies on, the third has to lie on it too. */
const BATCHES = [3, 4, 7];

/**
 * Reads a planned graph.
 *
 * @param tfjs the same graph-model, loaded.
 * @throws FailedError when a length follows the batch in no straight line.
 */
export async function readGraph({ contract, graph, folder }: PlannedGraph, tfjs: TfjsGraph): Promise<Graph> {
  const weights = await readWeights(folder);
  const inputs = new Map(contract.inputs.map((spec) => [edgeOf(graph.inputs[spec.name] ?? spec.name).node, spec]));
  const ports = portsOf(graph);
  // Inputs and weights are not asked for: tfjs would hand out the tensors themselves.
  const computed = graph.nodes.filter(({ name }) => !inputs.has(name) && !weights.has(name));
  const names = computed.flatMap(({ name }) => (ports.get(name) ?? []).map((output) => `${name}:${output}`));
  const types = BATCHES.map((batch) => tfjs.typesOf(zeros(contract, batch), names));
  const rename = (edge: Edge): Edge => ({ ...edge, node: inputs.get(edge.node)?.name ?? edge.node });
  const nodes = graph.nodes.map((node): GraphNode => {
    const common = { op: node.op, inputs: edgesOf(node).map(rename), scope: scopeOf(node.name) };
    const spec = inputs.get(node.name);
    const weight = weights.get(node.name);
    if (spec !== undefined) return { ...common, name: spec.name, attributes: {}, outputs: [inputType(spec)] };
    if (weight !== undefined) {
      return { ...common, name: node.name, attributes: {}, outputs: [weight.type], values: weight.values };
    }
    return {
      ...common,
      name: node.name,
      attributes: readAttributes(node.attr ?? {}),
      outputs: (ports.get(node.name) ?? []).map((output) => typeAcross(types, `${node.name}:${output}`)),
    };
  });
  const outputs = contract.outputs.map(({ name }) => ({ name, edge: rename(edgeOf(graph.outputs[name] ?? name)) }));
  return { nodes, outputs };
}

function inputType({ name, type, dimensions }: TensorSpec): TensorType {
  return { dtype: tfjsType(type, name), shape: dimensions.map(({ size }) => size ?? { scale: 1, offset: 0 }) };
}

/** A tensor's name as node and output: `split:1`. */
export function edgeOf(tensor: string): Edge {
  const [node = tensor, output = "0"] = tensor.split(":");
  return { node, output: Number(output) };
}

/** Inputs that carry data; one that starts with `^` only asks for an order. */
function edgesOf({ input = [] }: ModelNode): Edge[] {
  return input.filter((name) => !name.startsWith("^")).map(edgeOf);
}

/** The outputs of each node up to the last one that is read. */
function portsOf(graph: GraphModel): Map<string, number[]> {
  const last = new Map(graph.nodes.map(({ name }) => [name, 0]));
  const read = [...graph.nodes.flatMap(edgesOf), ...Object.values(graph.outputs).map(edgeOf)];
  for (const { node, output } of read) last.set(node, Math.max(last.get(node) ?? 0, output));
  return new Map([...last].map(([node, output]) => [node, Array.from({ length: output + 1 }, (_, i) => i)]));
}

function zeros(contract: Contract, batch: number): Tensors {
  return Object.fromEntries(contract.inputs.map((spec) => [spec.name, zeroTensor(spec.type, shapeAt(spec, batch))]));
}

function typeAcross(types: readonly Readonly<Record<string, TensorType>>[], name: string): TensorType {
  const found = types.map((one) => one[name]);
  const [first] = found;
  if (first === undefined) throw new FailedError(`tfjs has no value for ${name}`);
  const shape = first.shape.map((_, axis) => {
    const dim = fitDim(
      found.map((one) => Number(one?.shape[axis] ?? -1)),
      BATCHES,
    );
    if (dim === undefined)
      throw new FailedError(`axis ${axis} of ${name} is not a multiple of the batch size plus a constant`);
    return dim;
  });
  return { dtype: first.dtype, shape };
}
