/** Step 3 of an export, the default road: ONNX written from TypeScript. */

import { ownPackage } from "../../system/own-package.js";
import type { Graph } from "../../trace/graph.js";
import { writeOnnx } from "../../trace/onnx/write.js";
import { edgeOf, readGraph } from "../direct/read-graph.js";
import { declareBoundary } from "../onnx/boundary.js";
import { parseOnnx } from "../onnx/model.js";
import type { PlannedGraph } from "../plan.js";
import type { TfjsGraph } from "../verify/tfjs-graph.js";
import type { ConvertedGraph } from "./converted.js";

/**
 * Writes a graph.
 *
 * @param tfjs the same graph-model, loaded.
 * @throws TraceError naming the operation and the layer that ONNX cannot express; FailedError when the result does not fit
 * the contract.
 */
export async function convertDirectly(planned: PlannedGraph, tfjs: TfjsGraph, opset: number): Promise<ConvertedGraph> {
  const { contract } = planned;
  const graph = await readGraph(planned, tfjs);
  const model = parseOnnx(writeOnnx(graph, { opset, name: contract.name }), contract.name);
  declareBoundary(model, contract);
  return {
    planned,
    model,
    opset,
    road: "direct",
    converter: `kiln ${ownPackage().version}`,
    converterVersion: ownPackage().version,
    cut: async (outputs) => writeOnnx(cutAt(graph, outputs), { opset, inputs: withPorts(planned) }),
  };
}

/** The graph up to some of its tensors, which keep their names. */
function cutAt({ nodes }: Graph, tensors: readonly string[]): Graph {
  return { nodes, outputs: tensors.map((name) => ({ name, edge: edgeOf(name) })) };
}

/** The names that a graph-model has for its inputs: `increments:0`. */
function withPorts({ graph }: PlannedGraph): Record<string, string> {
  return { ...graph.inputs };
}
