/** `GET /openapi.json`: made once for each generation of models. */
import type { Hono } from "hono";
import type { Generation } from "../catalog/generation.js";
import { openApiDocument } from "../openapi/document.js";
import { currentGeneration, type ServerEnv, type ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";

/** Mounts the description. */
export function mountOpenApi(app: Hono<ServerEnv>, state: ServerState): void {
  const texts = new WeakMap<Generation, string>();
  readOnly(app, "/openapi.json", (c) => {
    const generation = currentGeneration(state);
    const text = texts.get(generation) ?? JSON.stringify(openApiDocument(generation.models.values()));
    texts.set(generation, text);
    return c.body(text, 200, { "Content-Type": "application/json", "Cache-Control": "no-cache" });
  });
}
