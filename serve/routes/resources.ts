/** `GET /v1/<model>/<resource>` for whatever the registered models have to show. */
import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Resource, ResourceAnswer } from "../../core/resource.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { chooseMediaType } from "../request/accept.js";
import { withDeadline } from "../request/deadline.js";
import { queryOf } from "../request/query.js";
import { validateRequest } from "../request/validate.js";
import { clientOf, currentGeneration, type ServerEnv, type ServerState } from "../state.js";
import { otherMethod } from "./allowed-methods.js";
import { servedContext } from "./context.js";

/** Media types of answers, by format. */
export const resourceTypes = { json: "application/json", svg: "image/svg+xml" } as const;

/** An SVG styles itself, may load nothing, and runs nothing when it is opened as a page. */
const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** Answers that are kept for one model: a map for each theme and detail, with room for what other models bring. */
const KEPT = 16;

interface Rendered {
  readonly text: string;
  readonly etag: string;
}

/** Mounts the resources of every model; a path that is none is left to the operations. */
export function mountResources(app: Hono<ServerEnv>, state: ServerState): void {
  const kept = new WeakMap<ActiveModel, Map<string, Rendered>>();
  app.all("/v1/:model/:resource", async (c, next) => {
    const name = c.req.param("resource");
    const found = currentGeneration(state).models.get(c.req.param("model"));
    if (found === undefined || !Object.hasOwn(found.resources, name)) return next();
    return currentGeneration(state).use(async (generation) => {
      const model = generation.models.get(c.req.param("model"));
      const resource = model?.resources[name];
      if (model === undefined || resource === undefined) return next();
      if (c.req.method !== "GET" && c.req.method !== "HEAD") return otherMethod(c, ["GET", "HEAD"]);
      c.set("servedBy", `${model.name}@${model.bundle.version}`);
      const answers = kept.get(model) ?? new Map<string, Rendered>();
      kept.set(model, answers);
      return answer(c, state, generation, model, resource, { name, answers });
    });
  });
}

async function answer(
  c: Context<ServerEnv>,
  state: ServerState,
  generation: Generation,
  model: ActiveModel,
  resource: Resource,
  { name, answers }: { name: string; answers: Map<string, Rendered> },
): Promise<Response> {
  const type = chooseMediaType(c.req.header("Accept"), [resourceTypes[resource.answer.type]]);
  const query = validateRequest(resource.query, queryOf(c.req.queries()), 0);
  const key = `${name}?${JSON.stringify(query)}`;
  const compute = () => {
    const leave = state.admission.enter(() => generation.pool.retryAfter());
    const keep = generation.hold();
    return withDeadline(
      clientOf(c),
      state.options.requestDeadline,
      (deadline) => resource.run(query, servedContext(state, generation, model, deadline)),
      () => {
        leave();
        keep();
      },
    );
  };
  const rendered = answers.get(key) ?? render(await compute());
  keep(answers, key, rendered);
  const headers = {
    ETag: rendered.etag,
    // A new version may be served the next second: keep it, and ask each time whether it still holds.
    "Cache-Control": "no-cache",
    "X-Model": `${model.name}@${model.bundle.version}`,
    ...(resource.answer.type === "svg" ? { "Content-Security-Policy": SVG_POLICY } : {}),
  };
  if (isKnown(c.req.header("If-None-Match"), rendered.etag)) return c.body(null, 304, headers);
  return c.body(rendered.text, 200, { ...headers, "Content-Type": type });
}

/** The tag is of the content: replicas of one version that agree share it, and a new version of the same words too. */
function render(answer: ResourceAnswer): Rendered {
  const text = "svg" in answer ? answer.svg : JSON.stringify(answer.json);
  return { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
}

/** Keeps the answers that were asked for last. */
function keep(answers: Map<string, Rendered>, key: string, rendered: Rendered): void {
  answers.delete(key);
  answers.set(key, rendered);
  const [oldest] = answers.keys();
  if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest);
}

/** RFC 9110, 13.1.2: a list of tags, weak ones count, or any. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(etag);
}
