/** One operation of a model as an OpenAPI path item. */
import type { Json, JsonObject } from "../../core/json.js";
import type { Operation } from "../../core/operation.js";
import type { ActiveModel } from "../catalog/active-model.js";
import { pictureTypes } from "../request/accept.js";
import { type Components, isObject } from "./components.js";
import { operationProblems, problemReferences } from "./problems.js";

/** Describes `POST /v1/<model>/<operation>`; adds its schemas to the components. */
export function operationItem(
  components: Components,
  model: ActiveModel,
  name: string,
  operation: Operation,
): JsonObject {
  const id = `${model.name}_${name}`;
  const request = components.add(`${id}_request`, operation.request, "input");
  const response = components.add(`${id}_response`, operation.response, "output");
  return {
    post: {
      operationId: id,
      tags: [model.name],
      summary: operation.summary,
      description: operation.description,
      requestBody: {
        required: true,
        content: {
          "application/json": { schema: request, example: operation.example },
          ...formContent(components.schemas[`${id}_request`]),
        },
      },
      responses: {
        200: {
          description: operation.summary,
          headers: { "X-Model": { description: "model and version that answered", schema: { type: "string" } } },
          content: { ...(operation.picture === true ? pictureContent : {}), "application/json": { schema: response } },
        },
        ...problemReferences(operationProblems),
      },
    },
  };
}

const binary: JsonObject = { type: "string", format: "binary" };

const pictureContent = Object.fromEntries(
  Object.values(pictureTypes).map((type) => [type, { schema: { type: "string", contentMediaType: type } }]),
);

/**
 * Forms are taken by every operation, and worth describing where a picture can be sent: a field whose schema says
 * `contentMediaType: "image/…"` (in zod: `.meta({ contentMediaType: "image/*" })`), or a list of such.
 */
function formContent(schema: Json | undefined): JsonObject {
  const files = Object.fromEntries(pictureFields(schema));
  if (Object.keys(files).length === 0) return {};
  return {
    "multipart/form-data": {
      schema: {
        type: "object",
        description: "Files; the other fields by their names, or all together as JSON in `request`.",
        properties: { ...files, request: { type: "object" } },
      },
      encoding: { request: { contentType: "application/json" } },
    },
  };
}

/** Names of the fields that take a picture, as a form has them: `image`, `images[]`, `from.image`. */
function pictureFields(schema: Json | undefined, path = ""): [name: string, schema: JsonObject][] {
  if (!isObject(schema)) return [];
  if (path !== "" && isPicture(schema)) return [[path, binary]];
  if (path !== "" && isPicture(schema.items)) return [[`${path}[]`, { type: "array", items: binary }]];
  const options = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...options.flatMap((option) => pictureFields(option, path)),
    ...properties.flatMap(([name, inner]) => pictureFields(inner, path === "" ? name : `${path}.${name}`)),
  ];
}

function isPicture(schema: Json | undefined): boolean {
  return (
    isObject(schema) && typeof schema.contentMediaType === "string" && schema.contentMediaType.startsWith("image/")
  );
}
