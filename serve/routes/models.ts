/** `GET /v1/models`, `/v1/models/<name>`, `/v1/models/<name>/versions/<version>`. */
import type { Hono } from "hono";
import type { Manifest } from "../../core/manifest.js";
import type { ActiveModel } from "../catalog/active-model.js";
import type { Generation } from "../catalog/generation.js";
import { currentGeneration, type ServerEnv, type ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";
import { notFound } from "./find.js";
import { bundleDocument, modelDocument, modelSummary } from "./model-documents.js";

/** Mounts the descriptions of what is served. */
export function mountModels(app: Hono<ServerEnv>, state: ServerState): void {
  const { catalog } = state;
  readOnly(app, "/v1/models", (c) => {
    const graphs = graphsOf(currentGeneration(state));
    return c.json({ models: graphs.map(({ model, manifest }) => modelSummary(model, manifest, catalog.versions)) });
  });
  readOnly(app, "/v1/models/:name", (c) => {
    const generation = currentGeneration(state);
    const name = c.req.param("name") ?? "";
    const graph = graphsOf(generation).find(({ manifest }) => manifest.name === name);
    if (graph !== undefined) return c.json(modelDocument(graph.model, graph.manifest, catalog.versions));
    const model = generation.models.get(name);
    if (model !== undefined) return c.json(bundleDocument(model, catalog.versions));
    throw notFound(`there is no model "${name.slice(0, 100)}"`, name, namesOf(generation));
  });
  readOnly(app, "/v1/models/:name/versions/:version", (c) => {
    const name = c.req.param("name") ?? "";
    const version = c.req.param("version") ?? "";
    const bundles = catalog.bundles.filter((bundle) => bundle.model === name || Object.hasOwn(bundle.graphs, name));
    const bundle = bundles.find((candidate) => String(candidate.version) === version);
    const manifest = bundle?.graphs[name]?.manifest ?? bundle?.graphs[bundle.main]?.manifest;
    if (manifest !== undefined) return c.json(manifest);
    if (bundles.length === 0)
      throw notFound(`there is no model "${name.slice(0, 100)}"`, name, namesOf(currentGeneration(state)));
    const known = bundles.map((candidate) => String(candidate.version));
    throw notFound(`there is no version "${version.slice(0, 20)}" of ${name}`, version, known);
  });
}

function graphsOf(generation: Generation): { model: ActiveModel; manifest: Manifest }[] {
  return [...generation.models.values()].flatMap((model) =>
    Object.values(model.manifests).map((manifest) => ({ model, manifest })),
  );
}

function namesOf(generation: Generation): string[] {
  return [...new Set([...graphsOf(generation).map(({ manifest }) => manifest.name), ...generation.models.keys()])];
}
