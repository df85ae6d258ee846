/**
 * Exports a run: plan, check of the trace, conversion, verification, publication. Nothing appears in the repository until
 * every graph of the bundle has passed every step.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InterruptedError } from "../core/errors.js";
import type { Manifest } from "../core/manifest.js";
import { type Reporter, silentReporter } from "../core/reporter.js";
import { toolchainPython } from "../system/toolchain.js";
import { type CheckedGraph, checkGraphModel } from "./check-graph-model.js";
import { convertByTf2onnx } from "./convert/by-tf2onnx.js";
import type { ConvertedGraph } from "./convert/converted.js";
import { convertDirectly } from "./convert/direct.js";
import { checkOpset, DEFAULT_OPSET, type Road } from "./convert/roads.js";
import { plan } from "./plan.js";
import { throwIfAborted } from "./python.js";
import { verifyAndPublish } from "./verify-and-publish.js";

/** What to export, where to and by which road. */
export interface ExportOptions {
  /** A run directory with a frozen `inference/` folder. */
  readonly run: string;
  /** The model repository's root; it is made when it is missing. */
  readonly repository: string;
  /** Default `direct`. */
  readonly road?: Road;
  /** Default 18. `direct` writes 13 to 23, the other roads 13 to 18. */
  readonly opset?: number;
  /** For `tf2onnx` and `both`: the Python that runs tf2onnx; left out: the one that `kiln setup` made in the working directory. */
  readonly python?: string;
  readonly reporter?: Reporter;
  /** Aborted, it ends the converter and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/**
 * Exports and publishes all graphs of a run as one new version.
 *
 * @returns their manifests, in the order of the contract's graphs.
 * @throws UsageError for an opset that the road does not write; NotFoundError and InputError for a run that cannot be
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
  const { road = "direct", opset = DEFAULT_OPSET, reporter = silentReporter, signal } = options;
  checkOpset(road, opset);
  const python = road === "direct" ? undefined : (options.python ?? toolchainPython(process.cwd()));
  throwIfAborted(signal);
  reporter.stage("plan");
  const planned = await plan(options.run);
  const work = await mkdtemp(join(tmpdir(), "kiln-export-"));
  const checked: CheckedGraph[] = [];
  try {
    reporter.stage("check the graph in tfjs");
    for (const graph of planned.graphs) checked.push(await checkGraphModel(graph, signal));
    reporter.stage("convert to ONNX");
    const direct: ConvertedGraph[] = [];
    if (road !== "tf2onnx") {
      for (const [index, graph] of planned.graphs.entries()) {
        const tfjs = checked[index]?.tfjs;
        if (tfjs === undefined) throw new Error(`${graph.contract.name} was not loaded`);
        direct.push(await convertDirectly(graph, tfjs, opset));
      }
    }
    const byPython: ConvertedGraph[] = [];
    if (python !== undefined) {
      // One after the other: a conversion takes a gigabyte and more than one core already.
      for (const [index, graph] of planned.graphs.entries()) {
        reporter.progress({ label: graph.contract.name, done: index, total: planned.graphs.length, unit: "graphs" });
        byPython.push(await convertByTf2onnx(graph, { python, opset, work, signal }));
      }
    }
    return await verifyAndPublish({
      planned,
      checked,
      converted: road === "tf2onnx" ? byPython : direct,
      witnesses: road === "both" ? byPython : [],
      python,
      work,
      signal,
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
