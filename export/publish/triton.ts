/**
 * `config.pbtxt`, the model configuration of Triton Inference Server (and of KServe, which runs Triton): protobuf text of
 * its message `inference.ModelConfig`.
 *
 * The file belongs to the graph and not to a version. Triton's onnxruntime backend compares its `dims` with each version
 * that it loads, number for number: -1 fits only a dimension that is free in the model too (`CompareDimsSupported` in
 * onnxruntime_backend). So a graph whose versions differ in shape gets a configuration without `input` and `output`, which
 * Triton completes from each version's own file (its auto-complete, on unless it is turned off).
 */
import { type Contract, type OutputSpec, rowSize, type TensorSpec, tensorName } from "../../core/contract.js";
import { repositoryFiles } from "../../core/manifest.js";
import type { ElementType } from "../../core/tensor.js";

/** Rows that Triton may put into one batch. Golden cases reach 16; a graph does not know its batch, so more is the same. */
const MAX_BATCH_SIZE = 64;

const DATA_TYPES: Readonly<Record<ElementType, string>> = {
  float32: "TYPE_FP32",
  float16: "TYPE_FP16",
  int64: "TYPE_INT64",
  int32: "TYPE_INT32",
  uint8: "TYPE_UINT8",
  bool: "TYPE_BOOL",
};

/**
 * The configuration that holds for all given contracts, which are those of a graph's versions.
 *
 * @param contracts the newest one last.
 */
export function tritonConfig(name: string, contracts: readonly Contract[]): string {
  const newest = contracts.at(-1);
  const same = contracts.every((contract) => tensors(contract) === (newest && tensors(newest)));
  const lines = [
    "# Triton Inference Server's model configuration, written by kiln export.",
    `name: "${name}"`,
    'backend: "onnxruntime"',
    `default_model_filename: "${repositoryFiles.model}"`,
    `max_batch_size: ${MAX_BATCH_SIZE}`,
  ];
  if (newest !== undefined && same) lines.push(tensors(newest));
  else lines.push("# The versions differ in shape: Triton takes input and output from each version's file.");
  lines.push("# Requests are put together as they come, without waiting for more.", "dynamic_batching { }");
  return `${lines.join("\n")}\n`;
}

/** The blocks `input` and `output`, the batch dimension left out as `max_batch_size` wants it. */
function tensors(contract: Contract): string {
  const inputs = contract.inputs.map((spec) => entry(spec));
  const outputs = contract.outputs.map((spec) => entry(spec, labelLine(spec)));
  return `input [\n${inputs.join(",\n")}\n]\noutput [\n${outputs.join(",\n")}\n]`;
}

function entry(spec: TensorSpec, more: readonly string[] = []): string {
  const sizes = spec.dimensions.slice(1).map((dimension) => dimension.size ?? -1);
  // Triton has no tensors of no dimension: one row of shape [] is declared as [1] and reshaped.
  const shape = sizes.length === 0 ? ["dims: [ 1 ]", "reshape: { shape: [ ] }"] : [`dims: [ ${sizes.join(", ")} ]`];
  const fields = [`name: "${tensorName(spec)}"`, `data_type: ${DATA_TYPES[spec.type]}`, ...shape, ...more];
  return `  {\n${fields.map((field) => `    ${field}`).join("\n")}\n  }`;
}

/** Triton's classification extension takes the labels for an output with one score for each. */
function labelLine(spec: OutputSpec): string[] {
  const scores = spec.type === "float32" || spec.type === "float16";
  return scores && rowSize(spec) === spec.labels?.length ? [`label_filename: "${repositoryFiles.labels}"`] : [];
}
