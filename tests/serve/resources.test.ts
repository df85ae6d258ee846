import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ModelDefinition, ModelRegistry } from "../../core/definition.js";
import { NotFoundError } from "../../core/errors.js";
import { type Resource, resource } from "../../core/resource.js";
import { makeTensor } from "../../core/tensor.js";
import { models } from "../fixtures/models.js";
import { pairDefinition } from "./support/pair-definition.js";
import { publish } from "./support/publish.js";
import { emptyRepository, post, sharedServer, startServer } from "./support/running.js";

type Description = {
  paths: Record<string, { get: { parameters?: object[]; responses: Record<number, { content?: object }> } }>;
};

let runs = 0;

const doubled: Resource = resource({
  summary: "Twice a number",
  description: "As the graph says.",
  query: z.strictObject({ of: z.coerce.number().max(1000), name: z.string().default("nobody") }),
  answer: { type: "json", schema: z.object({ version: z.int(), twice: z.number(), name: z.string() }) },
  async run({ of, name }, { infer, manifests }) {
    runs += 1;
    const feeds = {
      a: makeTensor("float32", [1, 3], Float32Array.of(of, 0, 0)),
      index: makeTensor("int32", [1, 1], Int32Array.of(0)),
    };
    const { sum } = await infer("pair", feeds);
    return { json: { version: manifests.pair?.version ?? 0, twice: sum?.data[0] ?? 0, name } };
  },
});

const drawing: Resource = resource({
  summary: "A square",
  description: "An SVG.",
  query: z.strictObject({ theme: z.enum(["light", "dark"]).default("light") }),
  answer: { type: "svg" },
  run: async ({ theme }) => ({ svg: `<svg xmlns="http://www.w3.org/2000/svg" class="${theme}"/>` }),
});

const missing: Resource = resource({
  summary: "Not there",
  description: "This version has it not.",
  query: z.strictObject({}),
  answer: { type: "json", schema: z.object({}) },
  run: async () => {
    throw new NotFoundError("version 1 has none", { next: "Export it again." });
  },
});

const pair: ModelDefinition = {
  ...pairDefinition,
  resources: { "pair@1": { doubled, "square.svg": drawing, missing } },
};

const server = sharedServer({ registry: { pair } });
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

describe("a resource of a registered model", () => {
  test("answers with JSON that the graph made, and says which version did", async () => {
    const response = await get("/v1/pair/doubled?of=21&name=x");
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(response.headers.get("X-Model")).toBe("pair@1");
    expect(await response.json()).toEqual({ version: 1, twice: 42, name: "x" });
  });

  test("answers with SVG that may load nothing", async () => {
    const response = await get("/v1/pair/square.svg?theme=dark");
    expect(response.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(await response.text()).toContain('class="dark"');
  });

  test("is computed once, and not sent again to who has it", async () => {
    const first = await get("/v1/pair/doubled?of=5");
    const before = runs;
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await get("/v1/pair/doubled?of=5", { "If-None-Match": tag });
      expect([again.status, await again.text(), again.headers.get("ETag")]).toEqual([304, "", etag]);
    }
    expect((await get("/v1/pair/doubled?of=5", { "If-None-Match": '"other"' })).status).toBe(200);
    expect(runs).toBe(before);
    expect((await get("/v1/pair/doubled?of=6")).headers.get("ETag")).not.toBe(etag);
  });

  test("gives a new version's answer after a reload", async () => {
    const repository = await emptyRepository();
    await publish(repository);
    const { url, reload } = await startServer({ repository, registry: { pair } });
    const first = await fetch(`${url}/v1/pair/doubled?of=1`);
    await publish(repository, { version: 2 });
    await reload();
    const headers = { "If-None-Match": first.headers.get("ETag") ?? "" };
    const second = await fetch(`${url}/v1/pair/doubled?of=1`, { headers });
    expect(await second.json()).toMatchObject({ version: 2 });
  });

  test.each([
    ["/v1/pair/doubled", "/of"],
    ["/v1/pair/doubled?of=x", "/of"],
    ["/v1/pair/doubled?of=2000", "/of"],
    ["/v1/pair/doubled?of=1&of=2", "/of"],
    ["/v1/pair/doubled?of=1&colour=red", "/"],
    ["/v1/pair/square.svg?theme=%3Cscript%3E", "/theme"],
  ])("%s is 400 and names %s", async (path, field) => {
    const response = await get(path);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 400, field });
  });

  test("says what is not there, not acceptable, not possible", async () => {
    expect(await (await get("/v1/pair/missing")).json()).toMatchObject({
      status: 404,
      detail: "Version 1 has none. Export it again.",
    });
    expect(await (await get("/v1/pair/squar.svg")).json()).toMatchObject({
      detail: 'There is no operation or resource "squar.svg" of pair. Did you mean square.svg?',
    });
    expect((await get("/v1/pair/square.svg", { Accept: "image/png" })).status).toBe(406);
    const posted = await post(`${server.url}/v1/pair/doubled`, {});
    expect([posted.status, posted.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    const head = await fetch(`${server.url}/v1/pair/square.svg`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await post(`${server.url}/v1/pair/double`, { rows: [[1, 2, 3]] })).status).toBe(200);
  });

  test("is described and listed", async () => {
    const document = (await (await get("/openapi.json")).json()) as Description;
    expect((await new Validator().validate(document)).errors ?? []).toEqual([]);
    expect(document.paths["/v1/pair/doubled"]?.get.parameters).toMatchObject([
      { name: "of", in: "query", required: true },
      { name: "name", in: "query", required: false, schema: { default: "nobody" } },
    ]);
    const content = document.paths["/v1/pair/square.svg"]?.get.responses[200]?.content;
    expect(Object.keys(content ?? {})).toEqual(["image/svg+xml"]);
    const model = (await (await get("/v1/models/pair")).json()) as { resources: { path: string }[] };
    expect(model.resources.map(({ path }) => path)).toContain("/v1/pair/square.svg");
    expect(await (await get("/")).json()).toMatchObject({
      resources: expect.arrayContaining(["/v1/pair/square.svg"]),
    });
  });
});

test.each(Object.values(models as ModelRegistry))("no resource of $name has the name of an operation", (model) => {
  for (const [processing, resources] of Object.entries(model.resources ?? {})) {
    const operations = Object.keys(model.processings[processing] ?? {});
    expect(Object.keys(resources).filter((name) => operations.includes(name))).toEqual([]);
  }
});
