/**
 * `kilnjs/store`: published versions, found and asked on this machine, without a server. Node only.
 *
 * @example
 * ```ts
 * import parcel from "./models/parcel/index.js";
 *
 * const published = await openPublished("parcel", { models: { parcel } });
 * const answer = await published.ask("price", { parcels: [{ edges: [30, 20, 10], zone: "country" }] });
 * await published.release();
 * ```
 */
export { type OpenOptions, openPublished } from "../store/open-published.js";
export type { PublishedModel } from "../store/published-model.js";
