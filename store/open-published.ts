import type { ModelRegistry } from "../core/definition.js";
import type { PictureCodec } from "../core/operation.js";
import { findPublished } from "./find-published.js";
import { PublishedModel } from "./published-model.js";

/** Which version to open, and what to open it with. */
export interface OpenOptions {
  /** The folder of published models; `published` when left out. */
  readonly repository?: string;
  /** The highest one when left out. */
  readonly version?: number | undefined;
  /** The definitions whose operations may be asked, by name; a version of any other model is asked by its contract. */
  readonly models?: ModelRegistry;
  /** How pictures are read and written; left out: by sharp. */
  readonly pictures?: PictureCodec;
}

/**
 * Opens a published version to ask it on this machine, without a server. Its graphs are loaded when they are first needed,
 * and checked against their golden cases then.
 *
 * @param name of a model, or of one of its graphs.
 * @throws NotFoundError saying what the repository holds instead.
 * @example
 * ```ts
 * import { isPictureAnswer } from "kilnjs";
 * import { openPublished } from "kilnjs/store";
 * import parcel from "./models/parcel/index.js";
 *
 * const published = await openPublished("parcel", { models: { parcel } });
 * const answer = await published.ask("quote", { parcels: [{ edges: [30, 20, 10], zone: "country" }] });
 * if (!isPictureAnswer(answer)) console.log(JSON.stringify(answer.json));
 * await published.release();
 * ```
 */
export async function openPublished(
  name: string,
  { repository = "published", version, models = {}, pictures }: OpenOptions = {},
): Promise<PublishedModel> {
  const { bundle, graph } = await findPublished(repository, name, version);
  return new PublishedModel(bundle, { graph, models, ...(pictures === undefined ? {} : { pictures }) });
}
