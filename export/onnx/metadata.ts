/** What a model file says of itself, wherever it is found: in `metadata_props`, the producer and the doc string. */
import { create } from "@bufbuild/protobuf";
import type { Contract } from "../../core/contract.js";
import type { TrainingSummary } from "../../core/inference.js";
import { StringStringEntryProtoSchema } from "../../trace/onnx/onnx_pb.js";
import type { OnnxModel } from "./model.js";

/** What is written into a model file. */
export interface ModelMetadata {
  readonly contract: Contract;
  readonly version: number;
  readonly bundle: string;
  readonly training: TrainingSummary;
  readonly weightsSha256: string;
  readonly kilnVersion: string;
  /** `tf2onnx 1.17.0`. */
  readonly converter: string;
}

/** Writes the metadata, replacing what was there. */
export function setMetadata(model: OnnxModel, metadata: ModelMetadata): void {
  const { contract, training } = metadata;
  model.producerName = "kiln";
  model.producerVersion = metadata.kilnVersion;
  model.modelVersion = BigInt(metadata.version);
  model.docString = `${contract.title}: ${contract.description}`;
  model.graph.name = contract.name;
  const entries: Record<string, string> = {
    name: contract.name,
    version: String(metadata.version),
    model: contract.model,
    bundle: metadata.bundle,
    contract: JSON.stringify(contract),
    weights_sha256: metadata.weightsSha256,
    training_data: training.data.source,
    training_data_sha256: training.data.sha256,
    simulated: String(training.data.simulated),
    converter: metadata.converter,
    kiln_version: metadata.kilnVersion,
  };
  model.metadataProps = Object.entries(entries).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
}
