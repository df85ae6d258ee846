/** Converts one planned graph by tf2onnx and gives it the contract's names and shapes. */
import { join } from "node:path";
import type { Contract } from "../../core/contract.js";
import { FailedError } from "../../core/errors.js";
import { inferenceFiles } from "../../core/inference.js";
import { declareBoundary } from "../onnx/boundary.js";
import { type OnnxModel, parseOnnx } from "../onnx/model.js";
import { renameBoundary } from "../onnx/rename.js";
import type { PlannedGraph } from "../plan.js";
import type { ConvertedGraph } from "./converted.js";
import { convertWithTf2onnx } from "./tf2onnx.js";

/** What a conversion needs beside the graph. */
export interface ConvertOptions {
  readonly python: string;
  readonly opset: number;
  /** A folder of our own for the converter's file. */
  readonly work: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Converts a graph.
 *
 * @throws FailedError when an operation cannot be converted, or the result does not fit the contract; InterruptedError.
 */
export async function convertByTf2onnx(planned: PlannedGraph, options: ConvertOptions): Promise<ConvertedGraph> {
  const { contract, graph } = planned;
  const bytes = await convertCut(planned, Object.values(graph.outputs), "whole", options);
  const model = parseOnnx(bytes, contract.name);
  const converterVersion = model.producerVersion.split(/\s/)[0] ?? "";
  renameBoundary(model, graph.inputs, graph.outputs);
  declareBoundary(model, contract);
  // tf2onnx's inner shapes are in terms of unk__N; every reader infers them anew from the ones that are named now.
  model.graph.valueInfo = [];
  return {
    planned,
    model,
    opset: opsetOf(model, contract),
    road: "tf2onnx",
    converter: `tf2onnx ${converterVersion}`,
    converterVersion,
    cut: (outputs, label) => convertCut(planned, outputs, label, options),
  };
}

/**
 * Converts a graph cut at some of its tensors, under tf2onnx's names.
 *
 * @param label keeps the files of several cuts apart.
 */
function convertCut(
  { contract, graph, folder }: PlannedGraph,
  outputs: readonly string[],
  label: string,
  { python, opset, work, signal }: ConvertOptions,
): Promise<Uint8Array> {
  return convertWithTf2onnx(
    {
      name: contract.name,
      modelJson: join(folder, inferenceFiles.graph),
      inputs: Object.values(graph.inputs),
      outputs: [...new Set(outputs)],
      opset,
      output: join(work, `${contract.name}-${label}.onnx`),
    },
    python,
    signal,
  );
}

/** The opset the file really has, which is what the manifest says. Other domains are not everywhere, so they are refused. */
function opsetOf(model: OnnxModel, contract: Contract): number {
  const used = new Set(model.graph.node.map((node) => node.domain));
  for (const { domain } of model.opsetImport) {
    if (domain !== "" && domain !== "ai.onnx" && used.has(domain)) {
      throw new FailedError(`${contract.name} uses operations of the domain ${domain}, which not every runtime has`);
    }
  }
  model.opsetImport = model.opsetImport.filter(({ domain }) => domain === "" || domain === "ai.onnx");
  const [entry] = model.opsetImport;
  if (entry === undefined) throw new FailedError(`the converter's file for ${contract.name} names no opset`);
  return Number(entry.version);
}
