/** Step 2 of an export: loads the graph-model back into tfjs. It must compute what training computed: this checks the trace. */
import { join } from "node:path";
import { FLOAT32_TOLERANCE } from "../core/agreement.js";
import { VerificationError } from "../core/errors.js";
import { inferenceFiles } from "../core/inference.js";
import type { RuntimeResult } from "../core/manifest.js";
import { loadTensorFlow } from "../trace/tensorflow.js";
import type { PlannedGraph } from "./plan.js";
import { TfjsGraph } from "./verify/tfjs-graph.js";
import { compareWithGolden } from "./verify/verify.js";

/** A graph-model that agrees with its golden cases. */
export interface CheckedGraph {
  readonly tfjs: TfjsGraph;
  readonly result: RuntimeResult;
}

/**
 * Loads a graph-model and compares it with the golden cases. The caller disposes of `tfjs`.
 *
 * @throws VerificationError when they differ; FailedError when tfjs refuses the file; InterruptedError on abort.
 */
export async function checkGraphModel(planned: PlannedGraph, signal: AbortSignal | undefined): Promise<CheckedGraph> {
  const { contract, golden, graph, folder } = planned;
  const tf = await loadTensorFlow();
  const tfjs = await TfjsGraph.load(tf, join(folder, inferenceFiles.graph), graph, contract);
  try {
    const subject = {
      runtime: "tfjs",
      version: (tf.version as Record<string, string>)["tfjs-node"] ?? "unknown",
      provider: "tensorflow",
      run: (feeds: Parameters<TfjsGraph["run"]>[0]) => tfjs.run(feeds),
    };
    const { result, worst } = await compareWithGolden(subject, contract, golden, signal);
    if (!(result.maxScaledDifference <= FLOAT32_TOLERANCE)) {
      throw new VerificationError(
        `the frozen graph ${contract.name} does not compute what training computed: ${result.worst} is ${worst.got}, ` +
          `not ${worst.expected}`,
        {
          where: { file: folder },
          next: "The trace is wrong, not the conversion: freeze the run again; if it happens again, report it as a bug.",
        },
      );
    }
    return { tfjs, result };
  } catch (cause) {
    tfjs.dispose();
    throw cause;
  }
}
