/** One resource of a model as an OpenAPI path item. */
import { z } from "zod";
import type { JsonObject } from "../../core/json.js";
import type { Resource } from "../../core/resource.js";
import type { ActiveModel } from "../catalog/active-model.js";
import { resourceTypes } from "../routes/resources.js";
import { type Components, isObject } from "./components.js";
import { problemReferences, resourceProblems } from "./problems.js";

/** Describes `GET /v1/<model>/<resource>`; adds the schema of a JSON answer to the components. */
export function resourceItem(
  components: Components,
  model: Pick<ActiveModel, "name">,
  name: string,
  resource: Resource,
): JsonObject {
  const id = `${model.name}_${name.replaceAll(/[^A-Za-z0-9_]/g, "_")}`;
  const { answer } = resource;
  const schema =
    answer.type === "json"
      ? components.add(`${id}_response`, answer.schema, "output")
      : { type: "string", contentMediaType: resourceTypes.svg };
  const parameters = parametersOf(resource);
  return {
    get: {
      operationId: id,
      tags: [model.name],
      summary: resource.summary,
      description: resource.description,
      ...(parameters.length === 0 ? {} : { parameters }),
      responses: {
        200: {
          description: resource.summary,
          headers: {
            "X-Model": { description: "model and version that answered", schema: { type: "string" } },
            ETag: { description: "of the content; If-None-Match takes it", schema: { type: "string" } },
          },
          content: { [resourceTypes[answer.type]]: { schema } },
        },
        304: { description: "What If-None-Match names still holds" },
        ...problemReferences(resourceProblems),
      },
    },
  };
}

function parametersOf({ query }: Resource): JsonObject[] {
  const { properties, required } = z.toJSONSchema(query, { io: "input", unrepresentable: "any" }) as JsonObject;
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: Array.isArray(required) && required.includes(name),
    schema,
  }));
}
