/** One inference graph as files: recorded, made fit for conversion, written; and what tfjs answers to its golden cases. */
import { join } from "node:path";
import type { Contract } from "../core/contract.js";
import { FailedError } from "../core/errors.js";
import { type Golden, goldenCase, goldenInputs, goldenPlan } from "../core/golden.js";
import { inferenceFiles } from "../core/inference.js";
import { tfjsType } from "../core/tensor.js";
import { type InputSpec, traceInference } from "../trace/batch.js";
import type { Graph } from "../trace/graph.js";
import { writeGraphModel } from "../trace/graph-model.js";
import { lowerForTf2onnx } from "../trace/lower.js";
import { lowerToOnnx } from "../trace/onnx/write.js";
import { saveGraphModel } from "../trace/save.js";
import type { TF } from "../trace/tensorflow.js";
import { dispose, download, upload } from "./host-tensors.js";
import type { Forward, TensorMap } from "./recipe.js";
import { writeJson } from "./run/files.js";

/**
 * Writes one graph and its golden cases into a folder that does not exist yet.
 *
 * @throws FailedError when the graph holds what cannot be recorded or converted, naming operation and layer, or does not
 * give an output that the contract names.
 */
export async function writeGraph(
  folder: string,
  contract: Contract,
  tf: TF,
  weights: TensorMap,
  forward: Forward,
): Promise<void> {
  const lowered = lowerForTf2onnx(recordGraph(contract, tf, weights, forward));
  // Found out now, the layer and its line are known; by a converter that reads the file, they are not.
  lowerToOnnx(lowered, { optimise: false });
  await saveGraphModel(folder, writeGraphModel(lowered, { metadata: { contract: contract.name } }));
  writeJson(join(folder, inferenceFiles.golden), golden(contract, tf, weights, forward));
}

/**
 * Records one inference graph for any batch size, the weights as constants.
 *
 * @throws FailedError when it holds what cannot be recorded, or does not give an output that the contract names.
 */
export function recordGraph(contract: Contract, tf: TF, weights: TensorMap, forward: Forward): Graph {
  const infer = (inputs: TensorMap): TensorMap => pick(contract, forward(weights, inputs));
  return traceInference(tf, infer, contract.inputs.map(inputSpec), { constants: weights });
}

/** What tfjs answers to every golden case. */
function golden(contract: Contract, tf: TF, weights: TensorMap, forward: Forward): Golden {
  const cases = goldenPlan(contract).map((plan) => {
    const feeds = upload(tf, goldenInputs(contract, plan.recipe, plan.batch));
    const outputs = tf.tidy(() => pick(contract, forward(weights, feeds)));
    const answer = goldenCase(plan, download(outputs));
    dispose(feeds, outputs);
    return answer;
  });
  return { formatVersion: 1, graph: contract.name, cases };
}

/** The outputs that the contract names, and no others. */
function pick(contract: Contract, outputs: TensorMap): Record<string, TensorMap[string]> {
  return Object.fromEntries(
    contract.outputs.map(({ name }) => {
      const output = outputs[name];
      if (output === undefined) throw new FailedError(`the graph ${contract.name} gives no output "${name}"`);
      return [name, output];
    }),
  );
}

function inputSpec({ name, type, dimensions }: Contract["inputs"][number]): InputSpec {
  return { name, dtype: tfjsType(type, name), shape: dimensions.map(({ size }) => size ?? "batch") };
}
