/**
 * `kilnjs/export`: a finished run as a verified ONNX model in a repository. Node only.
 *
 * @example
 * ```ts
 * const manifests = await exportModel({ run: "runs/parcel/…", repository: "published" });
 * const { graphs } = await verifyPublished({ repository: "published", model: "parcel" });
 * ```
 */
export { type ExportOptions, exportModel, type Road } from "../export/export.js";
export { type VerifiedBundle, type VerifyOptions, verifyPublished } from "../export/verify-published.js";
