/** Models in one file, `examples/digits-short`, through the compiled command line, as somebody has them who installed Kiln. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../fixtures/source-tree.js";
import { copyExample } from "./example-project.js";
import { kiln, type Running, resultOf, start } from "./kiln.js";

const project = copyExample("digits-short");
const at = (...path: string[]) => join(project, ...path);
const json = (...path: string[]) => JSON.parse(readFileSync(at(...path), "utf8"));
let server: Running;
let url: string;

beforeAll(async () => {
  await resultOf(project, ["train", "parcel", "--set", "threads=1", "--set", "epochs=8"]);
  await resultOf(project, ["train", "digits", "--set", "threads=1", "--set", "epochs=1", "--set", "epochSteps=60"]);
  for (const model of ["parcel", "digits"]) await resultOf(project, ["export", model]);
  server = start(project, ["serve", "--port", "0", "--no-runs", "--json"]);
  url = (await server.event(({ event }) => event === "result")).url;
});
afterAll(async () => {
  server?.process.kill("SIGTERM");
  expect((await server?.ended)?.code).toBe(0);
  rmSync(project, { recursive: true, force: true });
});

const post = (model: string, body: unknown): Promise<Response> =>
  fetch(`${url}/v1/${model}/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

it("the files are as short as they are said to be", () => {
  const lines = (name: string) =>
    readFileSync(join(root, "examples", "digits-short", "models", name), "utf8")
      .trim()
      .split("\n").length;
  expect(lines("digits.ts")).toBeLessThanOrEqual(40);
  expect(lines("parcel.ts")).toBeLessThanOrEqual(30);
});

it("the data are reported without a training", async () => {
  expect(await resultOf(project, ["data", "parcel"])).toMatchObject({ summary: { counts: { rows: 800 } } });
});

it("kiln evaluate measures what training measured, beside baselines", async () => {
  const { evaluation } = await resultOf(project, ["evaluate", "parcel"]);
  const { metrics } = json("published", "parcel", "1", "manifest.json").training;
  const [model, mean] = evaluation.outputs.price.contenders;
  expect(model.error).toBeCloseTo(metrics["test.error"], 4);
  expect(mean).toMatchObject({ name: "mean" });
  expect(model.error).toBeLessThan(0.3 * mean.error);
});

describe("a version is served by its manifest alone", () => {
  it("with the fields of the model's file", async () => {
    const request = { edges: [40, 30, 20], zone: "country" };
    const answer = (await (await post("parcel", request)).json()) as { price: number };
    expect(Math.abs(answer.price - (0.02 * 40 + 0.05 * 30 + 0.03 * 20 + 5))).toBeLessThan(3);
    writeFileSync(at("request.json"), JSON.stringify(request));
    const { out } = await kiln(project, ["predict", "parcel", "--input", "request.json"]);
    expect(JSON.parse(out)).toEqual(answer);
  });

  it("which are refused by name where they cannot be", async () => {
    for (const [body, field] of [
      [{ edges: [40, 30, 20], zone: "mars" }, "/zone"],
      [{ edges: [40, 30], zone: "world" }, "/edges"],
      [{ edges: [40, 30, 2000], zone: "world" }, "/edges/2"],
      [{ zone: "world" }, "/edges"],
    ] as const) {
      const response = await post("parcel", body);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(field);
    }
  });

  it("with pictures of any size and mode, and probabilities by label", async () => {
    const one = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><path d="M22 24 34 12V52" stroke="#fff" stroke-width="5" fill="none"/></svg>',
    );
    const picture = await sharp(one).flatten({ background: "#111" }).png().toBuffer();
    const { digit } = (await (await post("digits", { image: picture.toString("base64") })).json()) as {
      digit: Record<string, number>;
    };
    expect(Object.keys(digit)).toEqual([..."0123456789"]);
    expect(Object.values(digit).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  });

  it("without its file", async () => {
    const elsewhere = start(project, ["serve", "--port", "0", "--no-runs", "--json", "--repository", at("published")]);
    try {
      writeFileSync(at("models", "parcel.ts"), "export default 1;\n");
      expect((await post("parcel", { edges: [1, 2, 3], zone: "local" })).status).toBe(200);
      const { url: other } = await elsewhere.event(({ event }) => event === "result");
      expect((await fetch(`${other}/v1/models/parcel`)).status).toBe(200);
    } finally {
      elsewhere.process.kill("SIGTERM");
      await elsewhere.ended;
    }
  });
});
