/** Holds the second recorder against the first: one function, one graph. */
import { expect } from "vitest";
import type { InputSpec } from "../../trace/batch.js";
import type { Graph } from "../../trace/graph.js";
import { type TensorFunction, type Tensors, traceSymbolic } from "../../trace/symbolic/record.js";
import type { TF } from "../../trace/tensorflow.js";

/**
 * Records a function on tfjs alone, and expects the graph that tfjs-node's own calls gave.
 *
 * @param native what `traceInference` made of the same function and inputs
 */
export function expectSameGraph(
  tf: TF,
  native: Graph,
  fn: TensorFunction,
  inputs: readonly InputSpec[],
  constants: Tensors = {},
): void {
  const symbolic = traceSymbolic(tf, fn, inputs, { constants });
  // As text first: a graph has thousands of numbers, and comparing objects one by one takes seconds.
  if (asText(symbolic) !== asText(native)) expect(withoutLines(symbolic)).toEqual(withoutLines(native));
}

/** The two were called from two lines. */
function withoutLines({ nodes, outputs }: Graph): unknown {
  return { outputs, nodes: nodes.map(({ source: _, ...node }) => node) };
}

function asText(graph: Graph): string {
  return JSON.stringify(withoutLines(graph));
}
