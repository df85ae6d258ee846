/** `GET /`: the page of the browser for a person (the API's description, where it has not been built), links for a program. */
import type { Hono } from "hono";
import Negotiator from "negotiator";
import type { ActiveModel } from "../catalog/active-model.js";
import type { ServerEnv, ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";
import type { PageFiles } from "./page-files.js";

const links = {
  docs: "/docs",
  openapi: "/openapi.json",
  models: "/v1/models",
  health: "/healthz",
  readiness: "/readyz",
} as const;

/** Mounts the first page. */
export function mountLanding(app: Hono<ServerEnv>, state: ServerState, files: PageFiles): void {
  readOnly(app, "/", (c) => {
    const models = [...(state.catalog.current?.models.values() ?? [])];
    const accept = c.req.header("Accept");
    const type = new Negotiator({ headers: { accept } }).mediaType(["application/json", "text/html"]);
    if (type !== "text/html")
      return c.json({
        name: "kiln",
        links,
        operations: models.flatMap(operationPaths),
        resources: models.flatMap(resourcePaths),
      });
    if (files.built) return files.index(c);
    return c.redirect(links.docs.slice(1), 307);
  });
}

function operationPaths(model: ActiveModel): string[] {
  return Object.keys(model.operations).map((name) => `/v1/${model.name}/${name}`);
}

function resourcePaths(model: ActiveModel): string[] {
  return Object.keys(model.resources).map((name) => `/v1/${model.name}/${name}`);
}
