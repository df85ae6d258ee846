import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../core/json.js";
import { models } from "../fixtures/models.js";
import { pairDefinition } from "./support/pair-definition.js";
import { publish } from "./support/publish.js";
import { emptyRepository, post, sharedServer, startServer } from "./support/running.js";

type Document = {
  paths: Record<
    string,
    Record<string, JsonObject & { requestBody?: { content: Record<string, { example?: unknown }> } }>
  >;
  components: { schemas: Record<string, JsonObject> };
};

const server = sharedServer();

async function description(url = server.url): Promise<Document> {
  const response = await fetch(`${url}/openapi.json`);
  expect(response.headers.get("Content-Type")).toBe("application/json");
  return (await response.json()) as Document;
}

/** Checks values against the description's components, references and all. */
function checker(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "api", components: document.components });
  return (name: string, value: unknown) => {
    const valid = ajv.validate({ $ref: `api#/components/schemas/${name}` }, value);
    return { valid, errors: ajv.errorsText() };
  };
}

describe("the description", () => {
  test("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(await description());
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test("has every route, and every reference leads somewhere", async () => {
    const document = await description();
    expect(Object.keys(document.paths)).toEqual([
      ...Object.keys(pairDefinition.processings["pair@1"] ?? {}).map((name) => `/v1/pair/${name}`),
      "/v1/models",
      "/v1/models/{name}",
      "/v1/models/{name}/versions/{version}",
      "/healthz",
      "/readyz",
    ]);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const path of references) {
      const target = path.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(target, path).toBeDefined();
    }
  });

  test("fits what the server answers", async () => {
    const check = checker(await description());
    const get = async (path: string) => (await fetch(`${server.url}${path}`)).json();
    const answers: readonly (readonly [string, unknown])[] = [
      ["ModelList", await get("/v1/models")],
      ["Model", await get("/v1/models/pair")],
      ["Manifest", await get("/v1/models/pair/versions/1")],
      ["Health", await get("/healthz")],
      ["Readiness", await get("/readyz")],
      ["Problem", await get("/nothing")],
      ["Problem", await (await post(`${server.url}/v1/pair/double`, { rows: ["x"] })).json()],
    ];
    for (const [name, value] of answers) expect(check(name, value), name).toMatchObject({ valid: true });
    expect(check("Problem", {})).toMatchObject({ valid: false });
  });

  test("has examples that work, and answers that fit", async () => {
    const document = await description();
    const check = checker(document);
    for (const name of ["double", "paint"]) {
      const { example } = document.paths[`/v1/pair/${name}`]?.post?.requestBody?.content["application/json"] ?? {};
      expect(check(`pair_${name}_request`, example)).toMatchObject({ valid: true });
      const response = await post(`${server.url}/v1/pair/${name}`, example, { Accept: "application/json" });
      expect(response.status).toBe(200);
      expect(check(`pair_${name}_response`, await response.json())).toMatchObject({ valid: true });
    }
  });

  test("offers pictures where an operation gives them, and forms where it takes them", async () => {
    const { paths } = await description();
    const contentOf = (name: string, status: string) => {
      const { responses } = paths[`/v1/pair/${name}`]?.post ?? {};
      return Object.keys((responses as Record<string, { content: object }>)[status]?.content ?? {});
    };
    expect(contentOf("paint", "200")).toEqual(["image/png", "image/webp", "application/json"]);
    expect(contentOf("double", "200")).toEqual(["application/json"]);
    const forms = paths["/v1/pair/measure"]?.post?.requestBody?.content["multipart/form-data"];
    expect(forms).toMatchObject({
      schema: { properties: { image: { format: "binary" }, request: { type: "object" } } },
    });
    expect(paths["/v1/pair/double"]?.post?.requestBody?.content["multipart/form-data"]).toBeUndefined();
  });

  test("changes with what is served", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const { url, reload } = await startServer({ repository });
    expect(Object.keys((await description(url)).paths)).not.toContain("/v1/twins/both");
    await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"] });
    await reload();
    expect(Object.keys((await description(url)).paths)).toContain("/v1/twins/both");
  });
});

describe("of Kiln's own models", () => {
  test.each(Object.values(models).map((model) => [model.name, model] as const))(
    "%s has operations that can be described",
    async (_, model) => {
      const { openApiDocument } = await import("../../serve/openapi/document.js");
      for (const [processing, operations] of Object.entries(model.processings)) {
        const contract = { title: model.title, description: model.summary, processing };
        const document = openApiDocument([
          {
            name: model.name,
            definition: model,
            operations,
            resources: model.resources?.[processing] ?? {},
            manifest: { contract },
          },
        ] as unknown as Parameters<typeof openApiDocument>[0]);
        expect((await new Validator().validate(document)).errors ?? []).toEqual([]);
        const check = checker(document as unknown as Document);
        for (const [name, operation] of Object.entries(operations)) {
          expect(check(`${model.name}_${name}_request`, operation.example)).toMatchObject({ valid: true });
        }
      }
    },
  );
});
