/** What operations and resources are given to work with. */
import { type AskOptions, contextOf } from "../../core/ask.js";
import { FailedError } from "../../core/errors.js";
import type { OperationContext, PictureCodec } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { RequestPictures } from "../pictures/request-pictures.js";
import type { Deadline } from "../request/deadline.js";
import type { ServerState } from "../state.js";

/** A model of a generation, with the executors that run it until the deadline. What few requests use is made when asked for. */
export function servedContext(
  state: ServerState,
  generation: Generation,
  model: ActiveModel,
  deadline: Deadline,
): OperationContext {
  const { manifests } = model;
  const infer: OperationContext["infer"] = (graph, feeds) =>
    generation.pool.infer(keyOf(model, graph), feeds, deadline);
  let pictures: PictureCodec | undefined;
  const options: AskOptions = {
    get pictures() {
      pictures ??= new RequestPictures(state.pictures, state.options, deadline.signal);
      return pictures;
    },
    get signal() {
      return deadline.signal;
    },
  };
  return contextOf({ manifests, infer }, options);
}

function keyOf(model: ActiveModel, graph: string): string {
  const found = model.graphs.find((candidate) => candidate.graph.name === graph);
  if (found === undefined) throw new FailedError(`${model.name} has no graph ${graph}`);
  return found.key;
}
