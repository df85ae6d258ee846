/** What operations and resources are given to work with. */
import { contextOf } from "../../core/ask.js";
import { FailedError } from "../../core/errors.js";
import type { OperationContext } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { RequestPictures } from "../pictures/request-pictures.js";
import type { ServerState } from "../state.js";

/** A model of a generation, with the executors that run it until the signal is aborted. */
export function servedContext(
  state: ServerState,
  generation: Generation,
  model: ActiveModel,
  signal: AbortSignal,
): OperationContext {
  const { manifests } = model;
  const infer: OperationContext["infer"] = (graph, feeds) => generation.pool.infer(keyOf(model, graph), feeds, signal);
  return contextOf(
    { manifests, infer },
    { pictures: new RequestPictures(state.pictures, state.options, signal), signal },
  );
}

function keyOf(model: ActiveModel, graph: string): string {
  const found = model.graphs.find((candidate) => candidate.graph.name === graph);
  if (found === undefined) throw new FailedError(`${model.name} has no graph ${graph}`);
  return found.key;
}
