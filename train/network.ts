/** Writes how data flow through the run's inference graphs, for the report's diagram. */

import { join } from "node:path";
import { messageOf } from "../core/errors.js";
import type { Json } from "../core/json.js";
import { layerFlow } from "../trace/layer-flow.js";
import { recordGraph } from "./freeze-graph.js";
import type { OpenTraining } from "./open-training.js";
import type { TensorMap } from "./recipe.js";
import { runFiles, writeJson } from "./run/files.js";

/**
 * Records each graph as `freeze` does and writes `network.json`: boxes (inputs, layers, scopes without weights, outputs) and
 * the lines between them. A graph that cannot be recorded is a warning here: only export needs one that can.
 */
export function writeNetwork(training: OpenTraining, weights: TensorMap, fitted: Readonly<Record<string, Json>>): void {
  const { recipe, config, run, settings, tf, reporter } = training;
  try {
    const forwards = recipe.graphs(tf, settings, fitted);
    const graphs = config.contracts.flatMap((contract) => {
      const forward = forwards[contract.name];
      if (forward === undefined) return [];
      const graph = recordGraph(contract, tf, weights, forward);
      return [{ name: contract.name, ...layerFlow(graph, Object.keys(weights)) }];
    });
    writeJson(join(run, runFiles.network), { formatVersion: 1, graphs });
  } catch (error) {
    reporter.warn(`The network's diagram was not made: ${messageOf(error)}`);
  }
}
