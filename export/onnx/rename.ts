/** Gives the graph's inputs and outputs the contract's names, wherever they are used. */
import { create } from "@bufbuild/protobuf";
import { type GraphProto, NodeProtoSchema } from "../../trace/onnx/onnx_pb.js";
import type { OnnxModel } from "./model.js";

/** Contract name -> the name of the value in the graph (`increments:0`). */
export type BoundaryNames = Readonly<Record<string, string>>;

/**
 * Renames values. A value that already has a name that the contract needs moves out of the way; an output that is an input
 * too, or is a second name of another output, becomes a copy of it, since one value has one name.
 */
export function renameBoundary(model: OnnxModel, inputs: BoundaryNames, outputs: BoundaryNames): void {
  const { graph } = model;
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(inputs)) names.set(value, name);
  const copies: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(outputs)) {
    const taken = names.get(value);
    if (taken === undefined) names.set(value, name);
    else copies.push([name, taken]);
  }
  const wanted = new Set([...Object.keys(inputs), ...Object.keys(outputs)]);
  for (const value of valueNames(graph)) {
    if (wanted.has(value) && !names.has(value)) names.set(value, `${value}__inner`);
  }
  renameValues(graph, (value) => names.get(value) ?? value);
  for (const [name, value] of copies) {
    graph.node.push(
      create(NodeProtoSchema, { name: `${name}/copy`, opType: "Identity", input: [value], output: [name] }),
    );
  }
}

/** Applies a renaming to every use of a value, in sub-graphs too: those see the values of the graph around them. */
function renameValues(graph: GraphProto, rename: (value: string) => string): void {
  for (const node of graph.node) {
    node.input = node.input.map(rename);
    node.output = node.output.map(rename);
    for (const attribute of node.attribute) {
      if (attribute.g !== undefined) renameValues(attribute.g, rename);
      for (const inner of attribute.graphs) renameValues(inner, rename);
    }
  }
  for (const value of [...graph.input, ...graph.output, ...graph.valueInfo, ...graph.initializer]) {
    value.name = rename(value.name);
  }
}

function valueNames(graph: GraphProto): Set<string> {
  const names = new Set<string>();
  renameValues(graph, (value) => {
    if (value !== "") names.add(value);
    return value;
  });
  return names;
}
