export { defineConfig, type KilnConfig, type ServeSettings } from "../config/define.js";
export { at } from "../core/at.js";
export { fromBase64, toBase64 } from "../core/bytes.js";
export { batch, CONTRACT_FORMAT_VERSION, type Contract, type Dimension, type EdgeCase } from "../core/contract.js";
export type { AnyModelDefinition, Lazy, ModelDefinition, Part } from "../core/definition.js";
export {
  FailedError,
  InputError,
  InterruptedError,
  KilnError,
  NotFoundError,
  UnavailableError,
  UsageError,
  type Where,
} from "../core/errors.js";
export type { DataSummary } from "../core/inference.js";
export { type Json, type JsonObject, parseAs } from "../core/json.js";
export type { Manifest } from "../core/manifest.js";
export { nearest } from "../core/nearest.js";
export {
  isPictureAnswer,
  noPictures,
  type OperationContext,
  operation,
  type PictureAnswer,
  type PictureCodec,
  type Pixels,
} from "../core/operation.js";
export { readable } from "../core/pictures/formats.js";
export { EMPTY, UnusablePicture } from "../core/pictures/unusable.js";
export { type PictureWords, withWords } from "../core/png-text.js";
export { Random } from "../core/random.js";
export type { Reporter } from "../core/reporter.js";
export { resource } from "../core/resource.js";
export { decodeSafetensors, encodeSafetensors } from "../core/safetensors.js";
export { type SiteModel, siteFiles } from "../core/site.js";
export { makeTensor, sizeOf, type Tensor, type Tensors } from "../core/tensor.js";
export { centred } from "../core/variation.js";
