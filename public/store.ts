/**
 * `kilnjs/store`: published versions, found and asked on this machine, without a server. Node only.
 *
 * @example
 * ```ts
 * const { bundle, graph } = await findPublished("published", "parcel");
 * const model = new LoadedModel(bundle);
 * const { price } = await model.infer(graph, feeds);
 * await model.release();
 * ```
 */
export { chooseOperation, predictOperation } from "../store/ask.js";
export { findPublished } from "../store/find-published.js";
export { LoadedModel } from "../store/loaded-model.js";
