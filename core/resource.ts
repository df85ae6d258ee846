/**
 * Resources: what a model has to show without being asked anything of one's own, say its latest results. A resource is
 * read only and depends on the published version and the query alone, so that its answers can be cached. The server
 * mounts each as `GET /v1/<model>/<resource>` and describes it in OpenAPI; a page and the command line run the same code.
 */
import type { z } from "zod";
import type { ModelRegistry } from "./definition.js";
import type { Json } from "./json.js";
import type { OperationContext } from "./operation.js";

/** What a resource answers with: JSON of a schema, or an SVG document. */
export type ResourceFormat = { readonly type: "json"; readonly schema: z.ZodType } | { readonly type: "svg" };

/** An answer, of the resource's own format. */
export type ResourceAnswer = { readonly json: Json } | { readonly svg: string };

/** One resource. `Query` is what `query` parses to. */
export interface Resource<Query extends z.ZodObject = z.ZodObject> {
  readonly summary: string;
  readonly description: string;
  /** Parameters, flat: each is a text, or what a schema makes of one. Unknown ones are refused when it is strict. */
  readonly query: Query;
  readonly answer: ResourceFormat;
  /** @throws NotFoundError when the published version has not what is to be shown. */
  run(query: z.output<Query>, context: OperationContext): Promise<ResourceAnswer>;
}

/** The resources of one `processing` name, by the last part of their path. */
export type Resources = Readonly<Record<string, Resource>>;

/**
 * Keeps the query's type while a resource is written; the registry holds them untyped.
 *
 * @example
 * ```ts
 * export const zones = resource({
 *   summary: "The zones",
 *   description: "Every zone by name.",
 *   query: z.strictObject({}),
 *   answer: { type: "json", schema: z.array(z.string()) },
 *   run: async () => ({ json: ["city", "country", "abroad"] }),
 * });
 * ```
 */
export function resource<Query extends z.ZodObject>(definition: Resource<Query>): Resource {
  return definition as unknown as Resource;
}

/** The resources of a processing name such as `parcel@1`; most models have none. */
export function resourcesOf(registry: ModelRegistry, processing: string): Resources {
  for (const { resources } of Object.values(registry)) {
    const found = resources !== undefined && Object.hasOwn(resources, processing) ? resources[processing] : undefined;
    if (found !== undefined) return found;
  }
  return {};
}
