/** `GET /`: the page of the browser for a person (links, where it has not been built), and links for a program. */
import type { Hono } from "hono";
import Negotiator from "negotiator";
import type { ActiveModel } from "../catalog/active-model.js";
import type { ServerEnv, ServerState } from "../state.js";
import { escapeHtml, page, pagePolicy } from "./page.js";
import type { PageFiles } from "./page-files.js";
import { readOnly } from "./resource.js";

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
    return c.html(page("Kiln", body(models, new URL(c.req.url).origin)), 200, {
      "Content-Security-Policy": pagePolicy,
      Vary: "Accept",
    });
  });
}

function operationPaths(model: ActiveModel): string[] {
  return Object.keys(model.operations).map((name) => `/v1/${model.name}/${name}`);
}

function resourcePaths(model: ActiveModel): string[] {
  return Object.keys(model.resources).map((name) => `/v1/${model.name}/${name}`);
}

function body(models: readonly ActiveModel[], origin: string): string {
  const sections = models.map((model) => section(model, origin)).join("\n");
  return `<h1>Kiln</h1>
<p>Models served over HTTP. Try them in the <a href="docs">API documentation</a>, or read
<a href="openapi.json">its description</a> and the <a href="v1/models">list of models</a>.</p>
${sections === "" ? "<p>The models are still being loaded.</p>" : sections}`;
}

function section(model: ActiveModel, origin: string): string {
  const { definition, manifest, bundle } = model;
  const simulated = manifest.training.data.simulated ? " Trained on simulated data." : "";
  const operations = Object.entries(model.operations).map(
    ([name, { summary }]) =>
      `<li><code>POST /v1/${escapeHtml(`${model.name}/${name}`)}</code>: ${escapeHtml(summary)}</li>`,
  );
  const resources = Object.entries(model.resources).map(([name, { summary }]) => {
    const path = escapeHtml(`v1/${model.name}/${name}`);
    return `<li><a href="${path}"><code>GET /${path}</code></a>: ${escapeHtml(summary)}</li>`;
  });
  return `<h2>${escapeHtml(definition?.title ?? manifest.contract.title)} <small>version ${bundle.version}</small></h2>
<p>${escapeHtml(definition?.summary ?? manifest.contract.description)}${simulated}</p>
<ul>${[...operations, ...resources].join("")}</ul>
${curl(model, origin)}`;
}

function curl(model: ActiveModel, origin: string): string {
  const [first] = Object.entries(model.operations);
  if (first === undefined) return "";
  const [name, { example, picture }] = first;
  const json = JSON.stringify(example).replaceAll("'", "'\\''");
  const output = picture === true ? ` -o ${name}.png` : "";
  return `<pre>${escapeHtml(`curl${output} ${origin}/v1/${model.name}/${name} \\\n  -H 'Content-Type: application/json' \\\n  -d '${json}'`)}</pre>`;
}
