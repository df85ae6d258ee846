import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { ServerEnv } from "./state.js";

/**
 * Headers for every answer. Nothing may be loaded or framed unless a page's own Content-Security-Policy says so; the two
 * cross-origin policies are what a browser asks for before it gives WebAssembly threads to our pages.
 */
export function securityHeaders(): MiddlewareHandler<ServerEnv> {
  const common = secureHeaders({
    crossOriginOpenerPolicy: "same-origin",
    crossOriginEmbedderPolicy: "require-corp",
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    // Only whoever terminates TLS can promise TLS.
    strictTransportSecurity: false,
  });
  return async (c, next) => {
    await common(c, next);
    if (c.res.headers.has("Content-Security-Policy")) return;
    c.res.headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  };
}
