/**
 * `kilnjs/web`: published models in anybody's page, with the worker, the cache, the checks and the fallbacks of Kiln's own.
 * Browser only.
 *
 * @example
 * ```ts
 * const parcel = await loadModel("/models/parcel");
 * const answer = await parcel.predict({ edges: [40, 30, 20], zone: "world" });
 * parcel.close();
 * ```
 */
export type { Backend, BackendReport, GraphCheck, LoadProgress, Refusal } from "../web/inference/types.js";
export { type LoadedModel, type LoadOptions, loadModel } from "../web/library/load-model.js";
