/** Says which layer a wrong conversion begins in: the sentence that a verification error ends with. */
import { goldenInputs } from "../../core/golden.js";
import type { Reporter } from "../../core/reporter.js";
import { firstDifference } from "../verify/first-difference.js";
import type { TfjsGraph } from "../verify/tfjs-graph.js";
import type { Explain } from "../verify/verify-onnx.js";
import type { ConvertedGraph } from "./converted.js";

/** An explainer for one graph. */
export function explainBy(
  { planned, cut }: Pick<ConvertedGraph, "planned" | "cut">,
  tfjs: TfjsGraph,
  reporter: Reporter,
): Explain {
  const { contract, graph } = planned;
  return async ({ runtime, output, worstCase }) => {
    reporter.note(`${contract.name} differs in ${runtime.name}; looking for the first layer that does`);
    let count = 0;
    const found = await firstDifference({
      graph,
      tfjs,
      runtime: await runtime.load(),
      feeds: goldenInputs(contract, worstCase.recipe, worstCase.batch),
      output: graph.outputs[output] ?? output,
      convert: (outputs) => cut(outputs, `cut-${++count}`),
      progress: (done) => reporter.progress({ label: "searching", done, total: 0, unit: "conversions" }),
    });
    if (found === undefined) {
      return "No layer differs when the graph is cut there, so the fault is in how layers are put together. Nothing was published.";
    }
    const size = Number.isFinite(found.difference) ? found.difference.toPrecision(3) : "another shape";
    return `First difference in scope ${found.scope} (${found.op}, node ${found.node}): ${size}. Nothing was published.`;
  };
}
