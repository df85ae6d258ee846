/** ONNX files in memory. Fields that this version of the messages does not know are kept as they are. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FailedError, messageOf } from "../../core/errors.js";
import { type GraphProto, type ModelProto, ModelProtoSchema } from "../../trace/onnx/onnx_pb.js";

/** A model that has a graph: every file that can be loaded. */
export type OnnxModel = ModelProto & { graph: GraphProto };

/**
 * Reads an ONNX file.
 *
 * @param name the graph's name, for the message.
 * @throws FailedError when the bytes are no ONNX model.
 */
export function parseOnnx(bytes: Uint8Array, name: string): OnnxModel {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const detail = messageOf(cause);
    throw new FailedError(`the converter's file for ${name} is no ONNX model: ${detail}`, { cause });
  }
  const { graph } = model;
  if (graph === undefined || graph.output.length === 0) {
    throw new FailedError(`the converter's file for ${name} is an ONNX model without a graph`);
  }
  return Object.assign(model, { graph });
}

/** The bytes of the file. */
export function serializeOnnx(model: OnnxModel): Uint8Array {
  return toBinary(ModelProtoSchema, model);
}
