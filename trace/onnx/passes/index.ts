/** Rewrites that keep a graph's numbers and make it smaller and faster, one pattern a file. */
import type { OnnxGraph } from "../graph.js";
import { removeUnused } from "./remove-unused.js";

/** Applies all of them, until none finds anything. */
export function optimise(graph: OnnxGraph, _opset: number): void {
  removeUnused(graph);
}
