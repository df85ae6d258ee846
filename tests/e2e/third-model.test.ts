/**
 * Somebody adds a third model: two inputs (one of them int32), two outputs, a processing, a recipe. Its two registry
 * lines are given to the command line from here; `export/`, `serve/`, `predict/` and `cli/` are as they are.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { silentReporter } from "../../core/reporter.js";
import { createServer, type RunningServer } from "../../serve/server.js";
import { FakeHost } from "../fixtures/host.js";
import { models, projectWith } from "../fixtures/models.js";
import { parcel } from "../fixtures/toy/definition.js";
import { parcelRecipe, priceOf } from "../fixtures/toy/recipe.js";

const own = { ...parcel, recipe: async () => ({ default: parcelRecipe }) };
const project = projectWith(models.trend, models.faces, own);
const folder = mkdtempSync(join(tmpdir(), "kiln-third-model-"));
const repository = join(folder, "repository");
const run = join(folder, "run");
const parcels = [
  { edges: [40, 30, 20], zone: "country" },
  { edges: [10, 5, 90], zone: "world" },
];
const truth = [priceOf([40, 30, 20], 1), priceOf([10, 5, 90], 3)];

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, project, host);
  if (code !== 0) throw new Error(`kiln ${argv.join(" ")} gave ${code}: ${host.stderr.text}`);
  return host.stdout.text;
}

/** The last event that a command wrote with --json. */
async function result(...argv: string[]) {
  return JSON.parse((await kiln(...argv, "--json")).trim().split("\n").at(-1) ?? "");
}

function requestFile(name: string, request: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(request));
  return file;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a third model", () => {
  let server: RunningServer;

  beforeAll(async () => {
    const trained = await result("train", "parcel", "--out", run);
    expect(trained.metrics["validation.error"]).toBeLessThan(0.1);
    const exported = await result("export", "parcel", "--run", run, "--repository", repository);
    expect(exported).toMatchObject({ event: "result", model: "parcel", version: 1 });
    server = await createServer({
      repository,
      registry: { ...models, parcel },
      host: "127.0.0.1",
      port: 0,
      reporter: silentReporter,
      executors: 1,
    });
  });
  afterAll(() => server?.close());

  async function post(path: string, body: unknown, accept = "application/json"): Promise<Response> {
    const headers = { "content-type": "application/json", accept };
    return fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  it("is verified in all runtimes when it is published", () => {
    const manifest = JSON.parse(readFileSync(join(repository, "parcel", "1", "manifest.json"), "utf8"));
    expect(manifest.contract.inputs.map((input: { type: string }) => input.type)).toEqual(["float32", "int32"]);
    expect(manifest.contract.outputs).toHaveLength(2);
    const { runtimes } = manifest.verification;
    expect(runtimes.map((one: { runtime: string }) => one.runtime)).toEqual(
      expect.arrayContaining(["tfjs", "onnxruntime-node", "onnxruntime-web"]),
    );
    for (const one of runtimes) expect(one.maxScaledDifference).toBeLessThanOrEqual(1e-5);
  });

  it("answers over HTTP by its own operation, and learned the rule behind its data", async () => {
    const response = await post("/v1/parcel/quote", { parcels });
    expect(response.status).toBe(200);
    const { prices } = (await response.json()) as { prices: { price: number; shares: number[] }[] };
    for (const [i, { price, shares }] of prices.entries()) {
      expect(price).toBeCloseTo(truth[i] ?? 0, 0);
      expect(shares).toHaveLength(3);
    }
  });

  it("is described by the server: models, API, problems that name the field", async () => {
    const listed = (await (await fetch(`${server.url}/v1/models/parcel`)).json()) as object;
    expect(JSON.stringify(listed)).toContain("parcel@1");
    const api = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(["/v1/parcel/quote", "/v1/parcel/draw"]));
    const refused = await post("/v1/parcel/quote", { parcels: [{ edges: [1, 2], zone: "mars" }] });
    expect(refused.status).toBe(400);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.text()).toContain("/parcels/0/edges");
  });

  it("draws, when a picture is asked for", async () => {
    const picture = await post("/v1/parcel/draw", parcels[0], "image/png");
    expect(picture.headers.get("content-type")).toBe("image/png");
    const served = await sharp(await picture.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(served.info).toMatchObject({ width: 400, height: 24 });

    const out = join(folder, "shares.png");
    await kiln(
      "predict",
      "parcel",
      "draw",
      "--input",
      requestFile("one.json", parcels[0]),
      "--out",
      out,
      "--repository",
      repository,
    );
    expect(await sharp(out).raw().toBuffer()).toEqual(served.data);
  });

  it("is reached by kiln predict, with the server's answer to the last bit", async () => {
    const input = requestFile("parcels.json", { parcels });
    const printed = JSON.parse(await kiln("predict", "parcel", "quote", "--input", input, "--repository", repository));
    expect(printed).toEqual(await (await post("/v1/parcel/quote", { parcels })).json());
  });

  it("is reached by its contract alone", async () => {
    const input = requestFile("raw.json", { edges: parcels.map((one) => one.edges), zone: [[1], [3]] });
    const raw = JSON.parse(await kiln("predict", "parcel", "--raw", "--input", input, "--repository", repository));
    expect(Object.keys(raw)).toEqual(["price", "shares"]);
    expect(raw.price[0]).toBeCloseTo(truth[0] ?? 0, 0);
    expect(raw.shares[1]).toHaveLength(3);
  });

  it("prints examples that work", async () => {
    for (const how of [["quote"], ["draw"], ["--raw"]]) {
      const example = await kiln("predict", "parcel", ...how, "--example", "--repository", repository);
      const input = requestFile("example.json", JSON.parse(example));
      await kiln("predict", "parcel", ...how, "--input", input, "--repository", repository);
    }
  });
});
