/** The OpenAPI 3.1 description of everything that is served, made from the schemas that check the requests. */
import { z } from "zod";
import type { JsonObject } from "../../core/json.js";
import { manifestSchema } from "../../core/manifest.js";
import type { ActiveModel } from "../catalog/active-model.js";
import { problemSchema } from "../problem/problem.js";
import { bundleDocumentSchema, modelDocumentSchema, modelListSchema } from "../routes/model-documents.js";
import { Components } from "./components.js";
import { operationItem } from "./operation-item.js";
import { problemReferences, problemResponses } from "./problems.js";
import { resourceItem } from "./resource-item.js";

/** Version of the HTTP interface, not of any model. */
const API_VERSION = "1";

const healthSchema = z.object({ status: z.literal("ok") });
const readinessSchema = z.object({
  status: z.enum(["ready", "starting", "draining", "no executor"]),
  executors: z.object({ ready: z.int(), of: z.int() }),
});

/** Describes the server while these models are served. */
export function openApiDocument(models: Iterable<ActiveModel>): JsonObject {
  const components = new Components();
  const problem = components.add("Problem", problemSchema, "output");
  const paths: JsonObject = {};
  const tags: JsonObject[] = [];
  for (const model of models) {
    const { title, description } = model.manifest.contract;
    tags.push({
      name: model.name,
      description: `${model.definition?.title ?? title}: ${model.definition?.summary ?? description}`,
    });
    for (const [name, operation] of Object.entries(model.operations)) {
      paths[`/v1/${model.name}/${name}`] = operationItem(components, model, name, operation);
    }
    for (const [name, resource] of Object.entries(model.resources)) {
      paths[`/v1/${model.name}/${name}`] = resourceItem(components, model, name, resource);
    }
  }
  Object.assign(paths, modelPaths(components), healthPaths(components));
  return {
    openapi: "3.1.0",
    info: {
      title: "Kiln",
      version: API_VERSION,
      description: "Trained models over HTTP. Errors are problem documents (RFC 9457) that name the field.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [
      ...tags,
      { name: "models", description: "What is served: contracts, metrics, verification." },
      { name: "health", description: "Probes." },
    ],
    paths,
    components: { schemas: components.schemas, responses: problemResponses(problem) },
  };
}

function modelPaths(components: Components): JsonObject {
  const list = components.add("ModelList", modelListSchema, "output");
  const document = components.add("Model", modelDocumentSchema, "output");
  const bundle = components.add("Bundle", bundleDocumentSchema, "output");
  const manifest = components.add("Manifest", manifestSchema, "output");
  const name = { name: "name", in: "path", required: true, schema: { type: "string" } };
  const version = { name: "version", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  return {
    "/v1/models": { get: read("listModels", "models", "List the published models", list, [503]) },
    "/v1/models/{name}": {
      parameters: [name],
      get: read("getModel", "models", "Describe one model", { anyOf: [document, bundle] }, [404, 503]),
    },
    "/v1/models/{name}/versions/{version}": {
      parameters: [name, version],
      get: read("getVersion", "models", "Give the manifest of one version", manifest, [404, 503]),
    },
  };
}

function healthPaths(components: Components): JsonObject {
  const health = components.add("Health", healthSchema, "output");
  const readiness = components.add("Readiness", readinessSchema, "output");
  const ready = read("ready", "health", "Should this server get requests?", readiness, []);
  const responses = ready.responses as JsonObject;
  return {
    "/healthz": { get: read("health", "health", "Does the process answer?", health, []) },
    "/readyz": {
      get: {
        ...ready,
        responses: { ...responses, 503: { ...(responses[200] as JsonObject), description: "Not now" } },
      },
    },
  };
}

function read(operationId: string, tag: string, summary: string, schema: JsonObject, problems: number[]): JsonObject {
  return {
    operationId,
    tags: [tag],
    summary,
    responses: {
      200: { description: summary, content: { "application/json": { schema } } },
      ...problemReferences(problems),
    },
  };
}
