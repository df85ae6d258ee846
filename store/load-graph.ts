/**
 * Loads one published graph and proves it: the file is the one that was published, and on this machine, with this
 * onnxruntime, it answers as tfjs did when it was trained.
 */
import { join } from "node:path";
import { InputError } from "../core/errors.js";
import { checkGolden } from "../core/golden-check.js";
import { type OnnxRuntime, Runner } from "../core/runner.js";
import type { PublishedGraph } from "./bundle.js";
import { externalDataOf } from "./external-data.js";
import { readGolden, readModel } from "./read-files.js";

/**
 * One thread: a server's executors use more cores by being more, and spinning threads would only take them from the rest;
 * one who asks once wants no throughput, and gets the bits that the server gives.
 * Severity 3 is "error": onnxruntime's warnings about its own optimizations are not for the person who serves a model.
 */
const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  logSeverityLevel: 3,
  executionProviders: ["cpu"],
} as const;

/**
 * Loads a graph and holds it against its golden cases.
 *
 * @throws VerificationError when a file is not the published one, or an output is further off than the manifest's
 * tolerance; FailedError when onnxruntime refuses the model; InputError when a file is missing, or the
 * model keeps weights outside of its own.
 */
export async function loadGraph(runtime: OnnxRuntime, graph: PublishedGraph): Promise<Runner> {
  const [model, golden] = [await readModel(graph), await readGolden(graph)];
  const elsewhere = externalDataOf(model);
  if (elsewhere !== undefined) {
    throw new InputError(`the model keeps weights in another file, ${JSON.stringify(elsewhere.slice(0, 100))}`, {
      where: { file: join(graph.folder, graph.manifest.file.name) },
      next: "Save it as one file: in Python, onnx.save(model, path, save_as_external_data=False).",
    });
  }
  const runner = await Runner.load(runtime, model, graph.manifest.contract, sessionOptions);
  try {
    const next = `Run kiln verify ${graph.manifest.model} for the whole comparison.`;
    await checkGolden(runner, graph.manifest, golden, { next });
  } catch (error) {
    await runner.release();
    throw error;
  }
  return runner;
}
