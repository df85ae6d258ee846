/** All routes and what surrounds them. */
import { Hono, type MiddlewareHandler } from "hono";
import { everyAnswer } from "./every-answer.js";
import { accessLog } from "./log/access-log.js";
import { respondWithProblem } from "./problem/respond.js";
import { mountDocs } from "./routes/docs.js";
import { notFound } from "./routes/find.js";
import { mountHealth } from "./routes/health.js";
import { mountLanding } from "./routes/landing.js";
import { mountModels } from "./routes/models.js";
import { mountOther } from "./routes/mounted.js";
import { mountOpenApi } from "./routes/openapi.js";
import { mountOperations } from "./routes/operations.js";
import { PageFiles } from "./routes/page-files.js";
import { mountResources } from "./routes/resources.js";
import { mountSiteFiles } from "./routes/site-files.js";
import type { ServerEnv, ServerState } from "./state.js";

/**
 * Assembles the application. Routes of fixed paths come before those of models, which take any name.
 *
 * @param gate what every request has to pass, where sockets are the server's own.
 */
export function createApp(state: ServerState, gate?: MiddlewareHandler<ServerEnv>): Hono<ServerEnv> {
  const { reporter, accessLog: log } = state.options;
  const app = new Hono<ServerEnv>();
  app.use(everyAnswer());
  if (log !== undefined) app.use(accessLog(log));
  if (gate !== undefined) app.use(gate);
  const files = new PageFiles(state.options.page);
  mountLanding(app, state, files);
  mountHealth(app, state);
  mountDocs(app);
  mountOpenApi(app, state);
  mountSiteFiles(app, state);
  files.mount(app);
  for (const { path, app: mounted } of state.options.mounts) mountOther(app, path, mounted);
  mountModels(app, state);
  mountResources(app, state);
  mountOperations(app, state);
  app.notFound((c) => {
    const mounted = state.options.mounts.map(({ path }) => path);
    const known = ["/", "/docs", "/openapi.json", "/v1/models", "/healthz", "/readyz", ...mounted];
    return respondWithProblem(c, notFound("there is nothing at this path", c.req.path, known), reporter);
  });
  app.onError((error, c) => respondWithProblem(c, error, reporter));
  return app;
}
