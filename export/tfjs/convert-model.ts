/** `kiln convert`: somebody's model to a verified ONNX file. Nothing is written unless every runtime agrees with tfjs. */
import { rename, rm, writeFile } from "node:fs/promises";
import { FLOAT32_TOLERANCE } from "../../core/agreement.js";
import { FailedError, InterruptedError, KilnError, messageOf } from "../../core/errors.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { ownPackage } from "../../system/own-package.js";
import { loadTfjs } from "../../trace/tfjs.js";
import { readGraphModel } from "./graph-model.js";
import type { ChosenShapes } from "./input-specs.js";
import { readLayersModel } from "./layers-model.js";
import { readModel } from "./read-model.js";
import { type ConvertedModel, verifiedOnnx } from "./verified-onnx.js";
import type { InputRange } from "./verify/cases.js";

/** What to convert, and how it is checked. */
export interface ConvertModelOptions {
  /** `model.json`, `.keras` or HDF5. */
  readonly model: string;
  /** The ONNX file to write. */
  readonly out: string;
  /** 13 to 23; 18 when left out. */
  readonly opset?: number;
  /** The most that |a - b| / max(1, |b|) may be; 1e-5 when left out. */
  readonly tolerance?: number;
  /** What each input holds, for the numbers that the check draws. */
  readonly ranges?: Readonly<Record<string, InputRange>>;
  /** Lengths of inputs that the model leaves open. */
  readonly shapes?: ChosenShapes;
  /** A page to write about the comparison. */
  readonly report?: string;
  /** GRU and LSTM step by step, or as ONNX's own operators; step by step when left out. */
  readonly recurrent?: "unrolled" | "operators";
  /** Names the first operation that differs, should one. */
  readonly bisect?: boolean;
  readonly reporter?: Reporter;
  readonly signal?: AbortSignal;
}

/**
 * Converts a model of tfjs or Keras to ONNX without Python, and holds the file against tfjs in onnxruntime-node and
 * onnxruntime-web before it is written.
 *
 * @throws NotFoundError, FailedError naming the layer or operation that cannot be converted; VerificationError when a runtime
 *   disagrees; UsageError for a choice that does not fit the model; InterruptedError.
 *
 * @example
 * ```ts
 * const { differences } = await convertModel({ model: "model.json", out: "model.onnx" });
 * ```
 */
export async function convertModel(options: ConvertModelOptions): Promise<ConvertedModel> {
  const { model, out, reporter = silentReporter, signal, tolerance = FLOAT32_TOLERANCE } = options;
  reporter.stage("read the model");
  const source = await readModel(model);
  const tf = await loadTfjs();
  const convertible =
    source.kind === "graph-model" ? await readGraphModel(tf, source) : await readLayersModel(tf, source);
  try {
    if (signal?.aborted === true) throw new InterruptedError("the conversion was interrupted");
    const converted = await verifiedOnnx(tf, convertible, {
      tolerance,
      ranges: options.ranges ?? {},
      shapes: options.shapes ?? {},
      bisect: options.bisect ?? false,
      name: modelName(source.topology),
      doc: `Converted from ${source.kind === "graph-model" ? "a graph-model" : "a layers-model"} (${source.writtenBy})`,
      metadata: { converter: `kiln ${ownPackage().version}`, source: source.kind, written_by: source.writtenBy },
      reporter,
      ...(options.opset === undefined ? {} : { opset: options.opset }),
      ...(options.recurrent === undefined ? {} : { recurrent: options.recurrent }),
      ...(options.report === undefined ? {} : { report: options.report }),
      ...(signal === undefined ? {} : { signal }),
    });
    await writeWhole(out, converted.file);
    return converted;
  } finally {
    convertible.dispose();
  }
}

function modelName(topology: Record<string, unknown>): string {
  const config = (topology.model_config ?? topology) as { config?: { name?: unknown } };
  return typeof config.config?.name === "string" ? config.config.name : "model";
}

/** A file appears whole or not at all. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const part = `${path}.part-${process.pid}`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof KilnError) throw cause;
    throw new FailedError(`the file cannot be written: ${messageOf(cause)}`, { where: { file: path }, cause });
  }
}
