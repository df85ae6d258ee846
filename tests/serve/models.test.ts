import { describe, expect, test } from "vitest";
import { manifestSchema } from "../../core/manifest.js";
import { bundleDocumentSchema, modelDocumentSchema, modelListSchema } from "../../serve/routes/model-documents.js";
import { pairContract } from "../fixtures/contract.js";
import { publish } from "./support/publish.js";
import { emptyRepository, sharedServer, startServer } from "./support/running.js";

async function both() {
  const repository = await emptyRepository();
  await publish(repository, { version: 3 });
  await publish(repository, { version: 4 });
  await publish(repository, { model: "twins", graphs: ["twins_left", "twins_right"], simulated: false });
  return startServer({ repository });
}

describe("what is served", () => {
  test("is listed by graph", async () => {
    const { url } = await both();
    const response = await fetch(`${url}/v1/models`);
    const { models } = modelListSchema.parse(await response.json());
    expect(models.map(({ name, model, version, simulated }) => [name, model, version, simulated])).toEqual([
      ["pair", "pair", 4, true],
      ["twins_left", "twins", 1, false],
      ["twins_right", "twins", 1, false],
    ]);
    expect(models[0]?.versions).toEqual([
      { version: 4, state: "active" },
      { version: 3, state: "available" },
    ]);
    expect(models[0]?.operations.map(({ path }) => path)).toEqual([
      "/v1/pair/double",
      "/v1/pair/paint",
      "/v1/pair/measure",
      "/v1/pair/stumble",
    ]);
  });

  test("is described: contract, metrics, verification, fitted values", async () => {
    const { url } = await both();
    const body = modelDocumentSchema.parse(await (await fetch(`${url}/v1/models/pair`)).json());
    expect(body.contract).toEqual(pairContract);
    expect(body.metrics).toEqual({ "test.accuracy": 1 });
    expect(body.verification.runtimes[0]?.runtime).toBe("onnxruntime-node");
    expect(body.fitted).toEqual({ temperature: 1.5 });
    expect(body.bundle.graphs).toEqual(["pair"]);
  });

  test("is described by graph and by model, where these differ", async () => {
    const { url } = await both();
    const graph = modelDocumentSchema.parse(await (await fetch(`${url}/v1/models/twins_right`)).json());
    expect([graph.name, graph.model, graph.bundle.graphs]).toEqual([
      "twins_right",
      "twins",
      ["twins_left", "twins_right"],
    ]);
    const model = bundleDocumentSchema.parse(await (await fetch(`${url}/v1/models/twins`)).json());
    expect(model.graphs.map(({ name }) => name)).toEqual(["twins_left", "twins_right"]);
  });

  test("older versions' manifests can be read", async () => {
    const { url } = await both();
    for (const version of [3, 4]) {
      const response = await fetch(`${url}/v1/models/pair/versions/${version}`);
      expect(manifestSchema.parse(await response.json()).version).toBe(version);
    }
    const right = manifestSchema.parse(await (await fetch(`${url}/v1/models/twins_right/versions/1`)).json());
    expect(right.name).toBe("twins_right");
  });

  test.each([
    ["/v1/models/piar", 'There is no model "piar". Did you mean pair?'],
    ["/v1/models/pair/versions/9", 'There is no version "9" of pair. Did you mean 1?'],
    ["/v1/models/other/versions/1", 'There is no model "other". There is pair.'],
  ])("%s is 404: %s", async (path, detail) => {
    const { url } = shared;
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail });
  });
  const shared = sharedServer();
});

describe("the first page", () => {
  const server = sharedServer();

  test("leads a program and a person on", async () => {
    const json = await fetch(`${server.url}/`);
    expect(await json.json()).toMatchObject({
      links: { docs: "/docs" },
      operations: expect.arrayContaining(["/v1/pair/double"]),
    });
    const html = await fetch(`${server.url}/`, { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });
    expect(html.headers.get("Content-Type")).toContain("text/html");
    const page = await html.text();
    expect(page).toContain('<div id="app">');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
