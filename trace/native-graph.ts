import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@tensorflow/tfjs-node";
import { FailedError, messageOf } from "../core/errors.js";
import { nativeBinding, nativeId, tensorOf } from "./binding.js";
import { type Graph, graphInputs } from "./graph.js";
import { SAVED_MODEL_TAG, type SavedModelOptions, writeSavedModel } from "./saved-model.js";
import type { TF } from "./tensorflow.js";

/** A graph inside TensorFlow, ready to run. */
export interface NativeGraph {
  /**
   * Runs it once. Inputs in the graph's order, none of them copied or touched; results in the graph's order, new
   * tensors that the surrounding `tidy` or the caller owns.
   *
   * @throws FailedError when TensorFlow fails, with what it says.
   */
  run(inputs: readonly Tensor[]): Tensor[];
  /** Frees what TensorFlow holds. */
  dispose(): void;
}

/**
 * Hands a graph to TensorFlow, through a file that is gone when this returns.
 *
 * @throws FailedError when TensorFlow does not take it, with what it says.
 */
export function openNativeGraph(tf: TF, graph: Graph, options: SavedModelOptions = {}): NativeGraph {
  const needed = withoutUnusedInputs(graph);
  const written = writeSavedModel(needed, options);
  const model = load(tf, written.bytes);
  const kept = new Set(graphInputs(needed).map(({ name }) => name));
  const fed = graphInputs(graph).flatMap(({ name }, i) => (kept.has(name) ? [i] : []));
  const inputNames = written.inputs.join(",");
  const outputNames = written.outputs.join(",");
  return {
    run(tensors) {
      const ids = fed.map((i) => {
        const tensor = tensors[i];
        if (tensor === undefined) throw new Error(`there is no tensor for input ${i}`);
        return nativeId(tf, tensor);
      });
      try {
        // Asked for anew: while something is recorded, the recorder stands in its place, and has to see this call.
        return nativeBinding(tf)
          .runSavedModel(model, ids, inputNames, outputNames)
          .map((made) => tensorOf(tf, made));
      } catch (cause) {
        throw failed("TensorFlow fails while it runs a captured function", cause);
      }
    },
    dispose: () => nativeBinding(tf).deleteSavedModel(model),
  };
}

function withoutUnusedInputs(graph: Graph): Graph {
  const used = new Set(graph.nodes.flatMap((node) => node.inputs.map((edge) => edge.node)));
  for (const { edge } of graph.outputs) used.add(edge.node);
  return { ...graph, nodes: graph.nodes.filter((node) => node.op !== "Placeholder" || used.has(node.name)) };
}

function load(tf: TF, bytes: Uint8Array): number {
  const directory = mkdtempSync(join(tmpdir(), "kiln-capture-"));
  try {
    writeFileSync(join(directory, "saved_model.pb"), bytes);
    return nativeBinding(tf).loadSavedModel(directory, SAVED_MODEL_TAG);
  } catch (cause) {
    throw failed("TensorFlow does not take the recorded graph", cause);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function failed(what: string, cause: unknown): FailedError {
  return new FailedError(`${what}: ${messageOf(cause)}`, { cause });
}
