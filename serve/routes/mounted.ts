/** Routes that are not the server's own, under its rules: methods, problems, headers. */
import type { Hono } from "hono";
import type { Mount } from "../mount.js";
import type { ServerEnv } from "../state.js";
import { otherMethod } from "./allowed-methods.js";

/** Mounts another application, which can only be read. Its errors become problems as all others do. */
export function mountOther(app: Hono<ServerEnv>, path: string, other: Mount["app"]): void {
  for (const place of [path, `${path}/*`]) {
    app.use(place, async (c, next) => {
      if (c.req.method !== "GET" && c.req.method !== "HEAD") return otherMethod(c, ["GET", "HEAD"]);
      return next();
    });
  }
  app.get(`${path}/`, (c) => c.redirect(`..${path}`, 308));
  app.route(path, other);
}
