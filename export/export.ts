/**
 * Exports a run: plan, check of the trace, conversion, verification, publication. Nothing appears in the repository until
 * every graph of the bundle has passed every step.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InterruptedError, UsageError } from "../core/errors.js";
import type { Manifest } from "../core/manifest.js";
import { type Reporter, silentReporter } from "../core/reporter.js";
import { toolchainPython } from "../system/toolchain.js";
import { type CheckedGraph, checkGraphModel } from "./check-graph-model.js";
import { type ConvertedGraph, type ConvertOptions, convertGraph } from "./convert/convert.js";
import { checkOpset, DEFAULT_OPSET } from "./convert/tf2onnx.js";
import { plan } from "./plan.js";
import { throwIfAborted } from "./python.js";
import { verifyAndPublish } from "./verify-and-publish.js";

/** How a graph becomes ONNX. */
export type Road = "tf2onnx" | "direct";

/** What to export, where to and by which road. */
export interface ExportOptions {
  /** A run directory with a frozen `inference/` folder. */
  readonly run: string;
  /** The model repository's root; it is made when it is missing. */
  readonly repository: string;
  /** Default `tf2onnx`. */
  readonly road?: Road;
  /** Default 18. */
  readonly opset?: number;
  /** The Python that runs tf2onnx; left out: the one that `kiln setup` made in the working directory. */
  readonly python?: string;
  readonly reporter?: Reporter;
  /** Aborted, it ends the converter and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/**
 * Exports and publishes all graphs of a run as one new version.
 *
 * @returns their manifests, in the order of the contract's graphs.
 * @throws UsageError for a road or an opset that there is none of; NotFoundError and InputError for a run that cannot be
 * read; FailedError when the conversion fails; VerificationError when a runtime disagrees with tfjs; InterruptedError.
 *
 * @example
 * ```ts
 * import { exportModel, verifyPublished } from "kilnjs/export";
 *
 * const [manifest] = await exportModel({ run: "runs/parcel/example", repository: "elsewhere" });
 * const { graphs } = await verifyPublished({ repository: "elsewhere", model: "parcel" });
 * console.log(manifest?.version, Object.keys(graphs).length);
 * ```
 */
export async function exportModel(options: ExportOptions): Promise<Manifest[]> {
  const { road = "tf2onnx", opset = DEFAULT_OPSET, reporter = silentReporter, signal } = options;
  const { python = toolchainPython(process.cwd()) } = options;
  if (road === "direct") {
    throw new UsageError("the direct road to ONNX is not built yet", {
      where: { field: "--via" },
      next: "Use --via tf2onnx, which is the default.",
    });
  }
  checkOpset(opset);
  throwIfAborted(signal);
  reporter.stage("plan");
  const planned = await plan(options.run);
  const work = await mkdtemp(join(tmpdir(), "kiln-export-"));
  const checked: CheckedGraph[] = [];
  try {
    reporter.stage("check the graph in tfjs");
    for (const graph of planned.graphs) checked.push(await checkGraphModel(graph, signal));
    reporter.stage("convert to ONNX");
    const converting: ConvertOptions = { python, opset, work, signal };
    const converted: ConvertedGraph[] = [];
    // One after the other: a conversion takes a gigabyte and more than one core already.
    for (const [index, graph] of planned.graphs.entries()) {
      reporter.progress({ label: graph.contract.name, done: index, total: planned.graphs.length, unit: "graphs" });
      converted.push(await convertGraph(graph, converting));
    }
    return await verifyAndPublish({
      planned,
      checked,
      converted,
      converting,
      repository: options.repository,
      reporter,
    });
  } catch (cause) {
    // An abort can surface as whatever the interrupted step threw.
    if (signal?.aborted === true && !(cause instanceof InterruptedError)) {
      throw new InterruptedError("the export was interrupted", { cause });
    }
    throw cause;
  } finally {
    for (const { tfjs } of checked) tfjs.dispose();
    await rm(work, { recursive: true, force: true });
  }
}
