/**
 * Loads one published graph and proves it: the file is the one that was published, and on this machine, with this
 * onnxruntime, it answers as tfjs did when it was trained. Runs in an executor process.
 */
import { compareOutputs } from "../../core/agreement.js";
import { VerificationError } from "../../core/errors.js";
import { goldenInputs, goldenOutputs } from "../../core/golden.js";
import { type OnnxRuntime, Runner } from "../../core/runner.js";
import type { PublishedGraph } from "../../store/bundle.js";
import { readGolden, readModel } from "../../store/read-files.js";

/**
 * One thread for each executor: more executors use more cores, and spinning threads would only take them from the rest.
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
 * tolerance; FailedError when onnxruntime refuses the model; InputError when a file is missing.
 */
export async function loadGraph(runtime: OnnxRuntime, graph: PublishedGraph): Promise<Runner> {
  const [model, golden] = [await readModel(graph), await readGolden(graph)];
  const runner = await Runner.load(runtime, model, graph.manifest.contract, sessionOptions);
  try {
    for (const golds of golden.cases) await checkCase(runner, graph, golds);
  } catch (error) {
    await runner.release();
    throw error;
  }
  return runner;
}

type GoldenCases = Awaited<ReturnType<typeof readGolden>>["cases"];

async function checkCase(runner: Runner, graph: PublishedGraph, golden: GoldenCases[number]): Promise<void> {
  const { contract, verification } = graph.manifest;
  const outputs = await runner.run(goldenInputs(contract, golden.recipe, golden.batch));
  const agreement = compareOutputs(outputs, goldenOutputs(contract, golden));
  if (agreement.maxScaledDifference <= verification.tolerance) return;
  const { output, element, got, expected } = agreement.worst;
  throw new VerificationError(
    `${graph.name} does not answer as it did when it was trained: in golden case "${golden.name}" element ${element} of ${output} is ${got}, expected ${expected} within ${verification.tolerance}`,
    { next: `See what differs with: kiln verify ${graph.manifest.model}` },
  );
}
