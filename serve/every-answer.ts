/**
 * What every answer has: the id of its request, and headers that keep a browser from doing with it what it is not for.
 * Nothing may be loaded or framed unless a page's own Content-Security-Policy says so; the two cross-origin policies are what
 * a browser asks for before it gives WebAssembly threads to our pages. Only whoever terminates TLS can promise TLS.
 *
 * Hono has middleware for both (`hono/request-id`, `hono/secure-headers`). It works on the `Headers` of an answer, which a
 * profile of a busy server shows among the first: here Node's own answer gets them, out of a plain object.
 */
import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { headerOf, type ServerEnv } from "./state.js";

/** As `hono/secure-headers` has them. */
const common: readonly (readonly [name: string, value: string])[] = [
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
  ["Cross-Origin-Embedder-Policy", "require-corp"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Origin-Agent-Cluster", "?1"],
  ["Referrer-Policy", "no-referrer"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-DNS-Prefetch-Control", "off"],
  ["X-Download-Options", "noopen"],
  ["X-Frame-Options", "DENY"],
  ["X-Permitted-Cross-Domain-Policies", "none"],
  ["X-XSS-Protection", "0"],
];

const ID_HEADER = "X-Request-Id";
/** An id that a client may choose: no text that could be taken for anything else in a log. */
const SENSIBLE_ID = /^[\w\-=]{1,255}$/;

/** Gives every request an id, and every answer its headers; those that an answer has of its own stay. */
export function everyAnswer(): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const given = headerOf(c, "x-request-id");
    const id = given !== undefined && SENSIBLE_ID.test(given) ? given : randomUUID();
    c.set("requestId", id);
    const outgoing = c.env?.outgoing;
    if (outgoing !== undefined) {
      // What the answer says of the same later on takes the place of these.
      for (const [name, value] of common) outgoing.setHeader(name, value);
      outgoing.setHeader(ID_HEADER, id);
      await next();
      return;
    }
    await next();
    const { headers } = c.res;
    for (const [name, value] of common) if (!headers.has(name)) headers.set(name, value);
    headers.set(ID_HEADER, id);
  };
}
