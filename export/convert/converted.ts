import type { OnnxModel } from "../onnx/model.js";
import type { PlannedGraph } from "../plan.js";

/** A converted graph, named by the contract; metadata and version are still to be written. */
export interface ConvertedGraph {
  readonly planned: PlannedGraph;
  readonly model: OnnxModel;
  readonly opset: number;
  readonly road: "direct" | "tf2onnx";
  /** What wrote it, by name: `tf2onnx 1.17.0`. */
  readonly converter: string;
  /** The same without the name: `1.17.0`. */
  readonly converterVersion: string;
  /**
   * The graph cut at some of its tensors, converted the same way; values have the names of the graph-model.
   *
   * @param label keeps the files of several cuts apart.
   */
  cut(outputs: readonly string[], label: string): Promise<Uint8Array>;
}
