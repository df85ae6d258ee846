/**
 * `kilnjs/export`: a finished run as a verified ONNX model in a repository; other people's models and functions of tensors as
 * ONNX files. Node only.
 *
 * @example
 * ```ts
 * const manifests = await exportModel({ run: "runs/parcel/…", repository: "published" });
 * const { graphs } = await verifyPublished({ repository: "published", model: "parcel" });
 * await convertModel({ model: "model.json", out: "model.onnx" });
 * ```
 */
export type { Road } from "../export/convert/roads.js";
export { type ExportOptions, exportModel } from "../export/export.js";
export { type ConvertModelOptions, convertModel } from "../export/tfjs/convert-model.js";
export type { ChosenShapes } from "../export/tfjs/input-specs.js";
export type { ConvertedModel } from "../export/tfjs/verified-onnx.js";
export type { InputRange } from "../export/tfjs/verify/cases.js";
export type { RuntimeDifference } from "../export/tfjs/verify/verify.js";
export {
  type OnnxFunction,
  type OnnxInput,
  type OnnxVerification,
  type ToOnnxOptions,
  toOnnx,
} from "../export/to-onnx.js";
export { type VerifiedBundle, type VerifyOptions, verifyPublished } from "../export/verify-published.js";
