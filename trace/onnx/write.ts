/**
 * Writes a recorded graph as an ONNX file: operation by operation (`operations/`), then made smaller and faster
 * (`passes/`). It loads neither TensorFlow nor Python, and runs in a browser too.
 */
import { TraceError } from "../errors.js";
import type { Graph, GraphNode } from "../graph.js";
import { OnnxGraph } from "./graph.js";
import { OperationContext, onnxType } from "./operation.js";
import { operationNamed, refusalOf } from "./operations/index.js";
import { checkDirectOpset, DEFAULT_OPSET } from "./opset.js";
import { optimise } from "./passes/index.js";
import { serialiseOnnx } from "./serialise.js";

/** What can be chosen about a file. */
export interface OnnxOptions {
  /** 13 to 23; 18 when left out. */
  readonly opset?: number;
  /** Names in the file for the graph's inputs, by their names in the graph. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Names in the file for the graph's outputs, by their names in the graph. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** What the free dimension is called: `batch` when left out. */
  readonly batch?: string;
  /** The graph's name. */
  readonly name?: string;
  /** What the model is, in words. */
  readonly doc?: string;
  /** Free text by key, in the file's `metadata_props`. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly producerVersion?: string;
  /** False leaves the graph as it was recorded, for who wants to see what the rewrites do. */
  readonly optimise?: boolean;
}

/**
 * Writes a graph, as `traceInference` records it, as an ONNX file.
 *
 * The values inside keep the names of the recorded tensors (`encoder/conv1/Conv2D`, `split:1`), as far as rewrites leave
 * them; every shape is written down, and nothing but the batch is free.
 *
 * @throws TraceError naming the operation, its layer and line, for what ONNX cannot express; for an operator set that is
 *   not written; for weights of more than 2 GB.
 */
export function writeOnnx(graph: Graph, options: OnnxOptions = {}): Uint8Array<ArrayBuffer> {
  const { opset = DEFAULT_OPSET, batch = "batch" } = options;
  return serialiseOnnx(lowerToOnnx(graph, options), {
    opset,
    batch,
    name: options.name ?? "graph",
    doc: options.doc ?? "",
    producer: "kiln",
    producerVersion: options.producerVersion ?? "",
    metadata: options.metadata ?? {},
  });
}

/** The graph in ONNX's operators, before it is written down. */
export function lowerToOnnx(graph: Graph, options: OnnxOptions = {}): OnnxGraph {
  const { opset = DEFAULT_OPSET } = options;
  checkDirectOpset(opset);
  const written = translate(graph, opset, options);
  if (options.optimise !== false) optimise(written, opset);
  nameOutputs(written);
  return written;
}

function translate(graph: Graph, opset: number, { inputs = {}, outputs = {} }: OnnxOptions): OnnxGraph {
  const result = new OnnxGraph();
  const { names } = result;
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const values = new Map<string, readonly string[]>();
  const boundary = graph.nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => inputs[name] ?? name);
  for (const name of [...boundary, ...graph.outputs.map(({ name }) => outputs[name] ?? name)]) names.take(name);
  // Recorded names stay free for the recorded tensors: whoever compares inner values finds them by name.
  const inner = new Map(graph.nodes.map(({ name }) => [name, names.take(name)]));
  for (const node of graph.nodes) {
    const [type] = node.outputs;
    if (node.op === "Placeholder" && type !== undefined) {
      const value = inputs[node.name] ?? node.name;
      if (type.dtype === "complex64") throw refused(node, "an input of complex numbers");
      result.inputs.push(value);
      result.setType(value, onnxType(type, node));
      values.set(node.name, [value]);
    } else if (node.op === "Const" && type !== undefined) {
      values.set(node.name, [addConstant(result, inner.get(node.name) ?? node.name, node)]);
    } else {
      const context = contextOf(result, node, nodes, values, opset);
      values.set(node.name, translateNode(context, inner.get(node.name) ?? node.name));
    }
  }
  for (const { name, edge } of graph.outputs) {
    const value = values.get(edge.node)?.[edge.output];
    if (value === undefined) throw new Error(`the graph has no tensor ${edge.node}:${edge.output}`);
    result.outputs.push({ name: outputs[name] ?? name, value });
  }
  checkNames(result);
  return result;
}

function addConstant(result: OnnxGraph, name: string, node: GraphNode): string {
  const [type] = node.outputs;
  if (type === undefined || node.values === undefined) throw new Error(`the constant ${node.name} has no values`);
  const { type: element, shape } = onnxType(type, node);
  const dims = shape.map((dim) => {
    if (typeof dim !== "number") throw new Error(`the constant ${node.name} follows the batch`);
    return dim;
  });
  result.constants.set(name, { type: element, dims, values: node.values });
  return name;
}

function contextOf(
  result: OnnxGraph,
  node: GraphNode,
  nodes: ReadonlyMap<string, GraphNode>,
  values: ReadonlyMap<string, readonly string[]>,
  opset: number,
): OperationContext {
  const inputs = node.inputs.map((edge) => {
    const value = values.get(edge.node)?.[edge.output];
    if (value === undefined) throw new Error(`${node.name} reads ${edge.node}:${edge.output}, which does not exist`);
    return value;
  });
  return new OperationContext(node, inputs, nodes, result, opset);
}

function translateNode(context: OperationContext, name: string): readonly string[] {
  const { node, graph } = context;
  const operation = operationNamed(node.op);
  if (operation === undefined) throw unknownOperation(node);
  const involved = [...node.inputs.map((_, i) => context.recordedType(i)), ...node.outputs];
  if (operation.complex !== true && involved.some(({ dtype }) => dtype === "complex64")) {
    throw context.refuse("it computes with complex numbers", "Take tf.real and tf.imag apart before it.");
  }
  const written = operation.write(context);
  const outputs = typeof written === "string" ? [written] : written;
  // What the operation gives is called as it was recorded; the steps on the way there have names below that.
  const made = new Set(context.nodes.flatMap((one) => one.outputs));
  const renamed = new Map<string, string>();
  for (const [i, value] of outputs.entries()) {
    if (!made.has(value) || renamed.has(value)) continue;
    const named = i === 0 ? name : `${name}:${i}`;
    renamed.set(value, named);
    graph.setType(named, graph.typeOf(value));
  }
  const rename = (value: string): string => renamed.get(value) ?? value;
  for (const one of context.nodes) {
    graph.nodes.push({ ...one, inputs: one.inputs.map(rename), outputs: one.outputs.map(rename) });
  }
  return outputs.map(rename);
}

function unknownOperation(node: GraphNode): TraceError {
  const { op, scope, name, source } = node;
  const refusal = refusalOf(op);
  return new TraceError(
    `${op} cannot be written as ONNX: ${refusal?.reason ?? "Kiln does not know it"}`,
    { op, scope: scope || name, source },
    refusal?.next ??
      "Write this part of the network with other operations; docs/operators.md lists all that are known.",
  );
}

function refused({ op, scope, name, source }: GraphNode, what: string): TraceError {
  return new TraceError(`${what} cannot be written as ONNX`, { op, scope: scope || name, source });
}

function checkNames({ inputs, outputs }: OnnxGraph): void {
  const seen = new Set<string>();
  for (const name of [...inputs, ...outputs.map((output) => output.name)]) {
    if (seen.has(name)) throw new TraceError(`two inputs or outputs are called ${JSON.stringify(name)}`, {});
    seen.add(name);
  }
}

/** Gives results their names: a value that is one result takes it, and a second one is a copy. */
function nameOutputs(graph: OnnxGraph): void {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const renamed = new Map<string, string>();
  for (const output of graph.outputs) {
    const { name, value } = output;
    graph.setType(name, graph.typeOf(value));
    if (producers.has(value) && !renamed.has(value)) renamed.set(value, name);
    else {
      const doc = producers.get(value)?.doc ?? "";
      graph.nodes.push({ name, op: "Identity", inputs: [value], outputs: [name], attributes: {}, doc });
    }
  }
  const rename = (value: string): string => renamed.get(value) ?? value;
  graph.nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  for (const output of graph.outputs) output.value = output.name;
}
