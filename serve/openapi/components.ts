/** zod schemas as OpenAPI components: JSON Schema 2020-12, which OpenAPI 3.1 takes as it is, but for where `$defs` go. */
import { type core, z } from "zod";
import type { Json, JsonObject } from "../../core/json.js";

/** Collects schemas under `#/components/schemas/`. */
export class Components {
  readonly schemas: JsonObject = {};

  /**
   * Adds a schema.
   *
   * @param io `input`: what a client sends (defaults may be left out); `output`: what it gets.
   * @returns a reference to it.
   */
  add(name: string, schema: core.$ZodType, io: "input" | "output"): JsonObject {
    const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonObject;
    this.schemas[name] = relocate(own, name);
    for (const [key, inner] of Object.entries(isObject($defs) ? $defs : {})) {
      this.schemas[definitionName(name, key)] = relocate(inner, name);
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** Definitions of one schema get names of their own, since all schemas share one table. */
function definitionName(owner: string, key: string): string {
  return `${owner}.${key.replaceAll(/[^A-Za-z0-9._-]/g, "_")}`;
}

function relocate(value: Json, owner: string): Json {
  if (Array.isArray(value)) return value.map((item) => relocate(item, owner));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" ? relocateReference(inner, owner) : relocate(inner, owner),
    ]),
  );
}

function relocateReference(reference: string, owner: string): string {
  if (reference === "#") return `#/components/schemas/${owner}`;
  const definition = /^#\/\$defs\/(.+)$/.exec(reference)?.[1];
  return definition === undefined ? reference : `#/components/schemas/${definitionName(owner, definition)}`;
}

/** True for a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
