/** Routes that know their methods: others get 405 with `Allow`, OPTIONS an answer. */
import type { Context, Handler, Hono } from "hono";
import { RequestError } from "../problem/request-error.js";
import type { ServerEnv } from "../state.js";

/** Mounts a resource that can only be read; HEAD comes with GET. */
export function readOnly(app: Hono<ServerEnv>, path: string, get: Handler<ServerEnv>): void {
  app.get(path, get);
  app.all(path, (c) => otherMethod(c, ["GET", "HEAD"]));
}

/**
 * Answers a method that a resource does not have.
 *
 * @throws RequestError 405 for everything but OPTIONS.
 */
export function otherMethod(c: Context<ServerEnv>, allowed: readonly string[]): Response {
  const allow = [...allowed, "OPTIONS"].join(", ");
  if (c.req.method === "OPTIONS") return c.body(null, 204, { Allow: allow });
  throw new RequestError(405, `${c.req.method} is not possible here`, { next: `Use ${allowed[0]}.` }, { Allow: allow });
}
