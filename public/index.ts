/**
 * `kilnjs`: what a model and a project are made of. Everything here runs in Node and in a browser.
 *
 * @example
 * ```ts
 * // kiln.config.ts
 * import { defineConfig } from "kilnjs";
 *
 * export default defineConfig({ models: { parcel: () => import("./models/parcel/index.js") } });
 * ```
 */

// A project, and a model.

export { defineConfig, type KilnConfig, type ServeSettings } from "../config/define.js";
export {
  batch,
  CONTRACT_FORMAT_VERSION,
  type Contract,
  type Dimension,
  type EdgeCase,
  labelsOf,
} from "../core/contract.js";
export type { AnyModelDefinition, Lazy, ModelDefinition, ModelRegistry, Part } from "../core/definition.js";
export type { Manifest } from "../core/manifest.js";

// A model in one file.

export { type AnswerOf, defineModel, type Model, type ModelSpec, type RequestOf } from "../short/define-model.js";
export type { Answered, MetricFunction } from "../short/metrics.js";
export { category, type Input, labels, number, type Output, picture, series } from "../short/specs.js";
export type { ClassWeights, LossChoice, LossSpec } from "../train/losses/loss-choice.js";
export type { Nn } from "../train/nn/nn.js";
export type { Category, Raw, Value } from "../train/nn/value.js";

// What it can be asked, and what it shows.

export { z } from "zod";
export {
  isPictureAnswer,
  noPictures,
  type Operation,
  type OperationContext,
  operation,
  type PictureAnswer,
  type PictureCodec,
  type Pixels,
  type Square,
} from "../core/operation.js";
export { type Resource, resource } from "../core/resource.js";

// Numbers, bytes and text.

export { at } from "../core/at.js";
export { fromBase64, toBase64 } from "../core/bytes.js";
export { type Json, type JsonObject, parseAs } from "../core/json.js";
export { nearest } from "../core/nearest.js";
export { readable } from "../core/pictures/formats.js";
export { type Fit, FRAME_VERSION, fits, frame } from "../core/pictures/frame.js";
export { EMPTY, UnusablePicture } from "../core/pictures/unusable.js";
export { type PictureWords, withWords } from "../core/png-text.js";
export { Random } from "../core/random.js";
export { decodeSafetensors, encodeSafetensors } from "../core/safetensors.js";
export { makeTensor, sizeOf, type Tensor, type Tensors, tensorOf } from "../core/tensor.js";
export { centred } from "../core/variation.js";

// Errors, and words for people.

export {
  FailedError,
  hasCode,
  InputError,
  InterruptedError,
  KilnError,
  messageOf,
  NotFoundError,
  UnavailableError,
  UsageError,
  VerificationError,
  type Where,
} from "../core/errors.js";
export { type Reporter, silentReporter } from "../core/reporter.js";

// What a training tells of its data, and a page of its models.

export type { DataSummary } from "../core/inference.js";
export type { ReportSection, ReportTable } from "../core/report-section.js";
export { type SiteModel, siteFiles } from "../core/site.js";
