/**
 * A project of one's own, with a model that Kiln knows nothing of: `examples/parcel` far from this repository, through every
 * command of the compiled command line.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../core/reporter.js";
import { siteSchema } from "../../core/site.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { priceOf } from "../fixtures/parcel.js";
import { root } from "../fixtures/source-tree.js";
import { redisServer, TestRedis } from "../train/sweep/fixtures/redis.js";
import { chromiumFile, startBrowser } from "../web/support/chromium.js";
import { leave, status, visit } from "../web/support/visit.js";
import { copyExample } from "./example-project.js";
import { type Event, kiln, type Running, resultOf, start } from "./kiln.js";

const project = copyExample("parcel");
afterAll(() => rmSync(project, { recursive: true, force: true }));

const parcels = [
  { edges: [40, 30, 20], zone: "country" },
  { edges: [10, 5, 90], zone: "world" },
];
const truth = [priceOf([40, 30, 20], 1), priceOf([10, 5, 90], 3)];

/** A training that is over soon. */
const tiny = ["epochs=1", "examples=64", "threads=1"].flatMap((one) => ["--set", one]);

const at = (...path: string[]) => join(project, ...path);
const json = (...path: string[]) => JSON.parse(readFileSync(at(...path), "utf8"));

/** What a command that must succeed prints for a person. */
async function printed(...argv: string[]): Promise<string> {
  const { code, out, err } = await kiln(project, argv);
  expect(code, `kiln ${argv.join(" ")}: ${err}`).toBe(0);
  return out;
}

function requestFile(name: string, request: unknown): string {
  writeFileSync(at(name), JSON.stringify(request));
  return name;
}

describe("what Kiln says of a third model", () => {
  it("its command stands in the help, its settings behind --settings", async () => {
    expect(await printed("--help")).toMatch(/^Parcels:\n {2}quote <edges> +say what a parcel costs$/m);
    expect(await printed("train", "parcel", "--settings")).toMatch(/^examples +512 +how many parcels are made up$/m);
  });

  it("its data are reported, and written into a folder that is made for them", async () => {
    expect(await resultOf(project, ["data", "parcel"])).toMatchObject({ counts: { parcels: 512 }, simulated: true });
    const { files } = await resultOf(project, [
      "data",
      "parcel",
      "--out",
      "data",
      "--seed",
      "3",
      "--set",
      "examples=64",
    ]);
    expect(files).toEqual([join("data", "parcels.csv")]);
    const [head, ...rows] = readFileSync(at("data", "parcels.csv"), "utf8").trimEnd().split("\n");
    expect(head).toBe("length,width,height,zone,price");
    expect(rows).toHaveLength(64);
  });
});

describe("kiln train", () => {
  const settings = ["epochs=30", "examples=256", "threads=1", "checkpointSeconds=0"].flatMap((one) => ["--set", one]);
  const train = (out: string) => ["train", "parcel", "--out", out, ...settings, "--json"];

  /** All that a run came to: of the time that it took, nothing. */
  function stateOf(run: string) {
    const checkpoint = new CheckpointStore(at(run)).latest(silentReporter);
    if (checkpoint === null) throw new Error(`${run} has no checkpoint`);
    const { weights, optimizer, best, progress } = checkpoint;
    const files = ["metrics.jsonl", "evaluation.json", "fitted.json"].map((name) =>
      readFileSync(at(run, name), "utf8"),
    );
    return { weights, optimizer, best, progress: { ...progress, seconds: 0 }, files };
  }

  it("is killed, goes on, and comes to the same bits as one that nobody disturbed", async () => {
    await resultOf(project, train("whole").slice(0, -1));
    const running = start(project, train("killed"));
    await running.event(({ event, epoch }) => event === "epoch" && epoch === 3);
    running.process.kill("SIGKILL");
    expect((await running.ended).code).toBeNull();
    expect(json("killed", "status.json").status).not.toBe("finished");
    const resumed = await resultOf(project, ["train", "parcel", "--resume", "killed"]);
    expect(resumed).toMatchObject({ run: "killed", epochs: 30 });
    expect(stateOf("killed")).toEqual(stateOf("whole"));
  });

  it.skipIf(availableParallelism() < 2)(
    "tries numbers of threads in processes of its own (one core has none to)",
    async () => {
      const quick = ["epochs=1", "examples=64", "threads=auto"].flatMap((one) => ["--set", one]);
      const { code, events, err } = await kiln(project, ["train", "parcel", "--out", "tried", ...quick, "--json"]);
      expect(code, err).toBe(0);
      const { threads, trials } = events.find(({ event }) => event === "threads") as Event;
      expect(trials.length).toBeGreaterThan(1);
      expect(trials.map((trial: { threads: number }) => trial.threads)).toContain(threads);
      expect(json("tried", "config.json").settings.threads).toBe(threads);
    },
  );
});

describe("kiln export", () => {
  it("publishes a run where it is told to, and prints a line that works", async () => {
    const text = await printed("export", "parcel", "--run", "whole", "--repository", "elsewhere");
    const line = /^Try it +(kiln predict .*)$/m.exec(text)?.[1] ?? "";
    expect(line).toContain("--repository elsewhere");
    const command = `'${process.execPath}' '${join(root, "dist", "cli", "kiln.js")}'`;
    const answer = execFileSync("sh", ["-c", line.replaceAll("kiln predict", `${command} predict`)], {
      cwd: project,
      encoding: "utf8",
    });
    expect(JSON.parse(answer).prices).toHaveLength(1);
  });
});

describe("a sweep", () => {
  const sweep = (out: string, ...more: string[]) => [
    "sweep",
    "parcel",
    "--seeds",
    "1,2",
    ...tiny,
    "--out",
    out,
    ...more,
  ];
  const resultsIn = (folder: string) =>
    ["seed-1", "seed-2"].flatMap((run) =>
      ["metrics.jsonl", "evaluation.json"].map((name) => readFileSync(at(folder, run, name), "utf8")),
    );

  it("trains every run here", async () => {
    const { runs, report } = await resultOf(project, sweep("here", "--jobs", "2"));
    expect(runs.map((run: { outcome: string }) => run.outcome)).toEqual(["trained", "trained"]);
    expect(existsSync(at(report))).toBe(true);
  });

  it("is compared in a report, written for TensorBoard, and listed", async () => {
    const runs = [join("here", "seed-1"), join("here", "seed-2")];
    await printed("report", ...runs, "--out", "comparison");
    const [page = ""] = readdirSync(at("comparison")).filter((name) => name.endsWith(".html"));
    expect(readFileSync(at("comparison", page), "utf8")).toContain("made-up parcels, seed 2");
    await printed("tensorboard", ...runs);
    for (const run of runs) expect(readdirSync(at(run, "tensorboard")).join()).toMatch(/tfevents/);
    cpSync(at("here", "seed-1"), at("runs", "parcel", "swept"), { recursive: true });
    expect(await printed("runs", "parcel")).toMatch(/runs\/parcel\/swept +demo +1 +finished/);
  });

  it.skipIf(redisServer === null)(
    "is done by a worker with the same project, to the same bits (needs redis-server)",
    async () => {
      const machine = copyExample("parcel");
      const redis = await TestRedis.start();
      const shared = ["--queue", redis.url, "--artefacts", at("artefacts")];
      const worker = start(machine, ["worker", ...shared, "--jobs", "1", "--json"]);
      try {
        const { runs } = await resultOf(project, sweep("shared", ...shared));
        expect(runs.map((run: { outcome: string }) => run.outcome)).toEqual(["trained", "trained"]);
        expect(resultsIn("shared")).toEqual(resultsIn("here"));
        worker.process.kill("SIGTERM");
        expect((await worker.ended).code).toBe(0);
      } finally {
        worker.process.kill("SIGKILL");
        await worker.ended;
        await redis.remove();
        rmSync(machine, { recursive: true, force: true });
      }
    },
  );
});

describe("what kiln demo published", () => {
  let server: Running;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    const { code, err, events } = await kiln(project, ["demo", "--no-serve", "--json"]);
    expect(code, err).toBe(0);
    const made = events.find(({ event }) => event === "model");
    expect(made).toMatchObject({ model: "parcel", version: 1, reused: false });
    server = start(project, ["serve", "--port", "0", "--no-runs", "--json"]);
    url = (await server.event(({ event }) => event === "result")).url;
    if (chromiumFile !== undefined) browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.process.kill("SIGTERM");
    expect((await server?.ended)?.code).toBe(0);
  });

  const post = (path: string, body: unknown, accept = "application/json"): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify(body),
    });

  it("is verified in all runtimes, and needs no second training", async () => {
    const { contract, verification, training } = json("published", "parcel", "1", "manifest.json");
    expect(contract.inputs.map((input: { type: string }) => input.type)).toEqual(["float32", "int32"]);
    expect(verification.runtimes.map((one: { runtime: string }) => one.runtime)).toEqual(
      expect.arrayContaining(["tfjs", "onnxruntime-node", "onnxruntime-web"]),
    );
    for (const one of verification.runtimes) expect(one.maxScaledDifference).toBeLessThanOrEqual(1e-5);
    expect(training.metrics["validation.error"]).toBeLessThan(0.1);
    const { events } = await kiln(project, ["demo", "--no-serve", "--json"]);
    expect(events.find(({ event }) => event === "model")).toMatchObject({ version: 1, reused: true });
  });

  it("passes kiln verify, and kiln evaluate measures what training measured", async () => {
    const verified = await resultOf(project, ["verify", "parcel"]);
    expect(verified).toMatchObject({ model: "parcel", version: 1 });
    const { evaluation } = await resultOf(project, ["evaluate", "parcel"]);
    const { metrics } = json("published", "parcel", "1", "manifest.json").training;
    expect(evaluation.error).toBeCloseTo(metrics["validation.error"], 4);
    expect(evaluation.baseline).toBeGreaterThan(10 * evaluation.error);
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

  it("shows its resource", async () => {
    const tariff = (await (await fetch(`${url}/v1/parcel/tariff`)).json()) as Record<string, number>;
    expect(Object.keys(tariff)).toEqual(["local", "country", "continent", "world"]);
    expect(tariff.world).toBeCloseTo(priceOf([0, 0, 0], 3), 0);
  });

  it("is described by the server: models, API, problems that name the field", async () => {
    expect(JSON.stringify(await (await fetch(`${url}/v1/models/parcel`)).json())).toContain("parcel@1");
    const api = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    const own = ["/v1/parcel/quote", "/v1/parcel/draw", "/v1/parcel/tariff"];
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(own));
    expect(Object.keys(api.paths).join()).not.toMatch(/trend|faces/);
    const refused = await post("/v1/parcel/quote", { parcels: [{ edges: [1, 2], zone: "mars" }] });
    expect(refused.status).toBe(400);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.text()).toContain("/parcels/0/edges");
  });

  it("draws, when a picture is asked for: over HTTP and by kiln predict the same one", async () => {
    const picture = await post("/v1/parcel/draw", parcels[0], "image/png");
    expect(picture.headers.get("content-type")).toBe("image/png");
    const served = await sharp(await picture.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(served.info).toMatchObject({ width: 400, height: 24 });
    await printed("predict", "parcel", "draw", "--input", requestFile("one.json", parcels[0]), "--out", "shares.png");
    expect(await sharp(at("shares.png")).raw().toBuffer()).toEqual(served.data);
  });

  it("is reached by kiln predict, with the server's answer to the last bit, and by its own command", async () => {
    const input = requestFile("parcels.json", { parcels });
    const answer = JSON.parse(await printed("predict", "parcel", "quote", "--input", input));
    expect(answer).toEqual(await (await post("/v1/parcel/quote", { parcels })).json());
    expect(await resultOf(project, ["quote", "10,5,90", "--zone", "world"])).toMatchObject(answer.prices[1]);
    expect(await printed("quote", "10,5,90", "--zone", "world")).toMatch(/^\d+\.\d\d euro \(edges /);
  });

  it("is reached by its contract alone", async () => {
    const input = requestFile("raw.json", { edges: parcels.map((one) => one.edges), zone: [[1], [3]] });
    const raw = JSON.parse(await printed("predict", "parcel", "--raw", "--input", input));
    expect(Object.keys(raw)).toEqual(["price", "shares"]);
    expect(raw.price[0]).toBeCloseTo(truth[0] ?? 0, 0);
    expect(raw.shares[1]).toHaveLength(3);
    for (const how of [["draw"], ["--raw"]]) {
      const example = requestFile("example.json", JSON.parse(await printed("predict", "parcel", ...how, "--example")));
      await printed("predict", "parcel", ...how, "--input", example);
    }
  });

  it("is a site of files by kiln web build, with its view", async () => {
    await printed("web", "build", "--out", "site");
    const { models } = siteSchema.parse(json("site", "models", "index.json"));
    expect(models.map(({ name, version }) => [name, version])).toEqual([["parcel", 1]]);
    const code = readdirSync(at("site")).filter((name) => name.endsWith(".js"));
    expect(
      code.filter((name) => readFileSync(at("site", name), "utf8").includes("What does a parcel cost?")),
    ).toHaveLength(1);
  });

  describe.skipIf(chromiumFile === undefined)("in Chromium", () => {
    it("has a view of its own, which answers as the server does", async () => {
      const page = await visit({ url, browser }, "#/?on=wasm");
      expect(await status(page)).toMatch(/WebAssembly/);
      const price = page.getByRole("status", { name: "Price" });
      const quoted = async (edges: number[]) => {
        const answer = await (await post("/v1/parcel/quote", { parcels: [{ edges, zone: "country" }] })).json();
        return `€ ${(answer as { prices: { price: number }[] }).prices[0]?.price.toFixed(2)}`;
      };
      await expect.poll(() => price.textContent()).toBe(await quoted([40, 30, 20]));
      await page.getByLabel("Length (cm)").press("ArrowRight");
      await expect.poll(() => price.textContent()).toBe(await quoted([41, 30, 20]));
      expect(page.url()).toContain("edges=41,30,20");
      await leave(page);
    });

    it("has no dead tabs", async () => {
      const page = await visit({ url, browser }, "#/?on=wasm");
      const tabs = page.locator("header nav a");
      await tabs.first().waitFor();
      expect(await tabs.allTextContents()).toEqual(["Parcels", "Models", "API"]);
      for (const name of ["Models", "Parcels"]) {
        await tabs.filter({ hasText: name }).click();
        await page.locator("main h1").waitFor();
        expect(await page.locator("main .bad").count()).toBe(0);
      }
      const api = await tabs.filter({ hasText: "API" }).getAttribute("href");
      expect((await fetch(new URL(api ?? "", page.url()))).status).toBe(200);
      await leave(page);
    });
  });
});

describe("kiln doctor", () => {
  it("checks the Kiln that the project has, from the project's folder", async () => {
    const { events } = await kiln(project, ["doctor", "--json"]);
    const checks = events.filter(({ event }) => event === "check");
    const found = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]));
    expect(found).toMatchObject({
      python: expect.stringContaining("tf2onnx 1.17.0"),
      addon: expect.stringMatching(/^TensorFlow 2\.\d+\.\d+ multiplies a matrix on Node/),
      converter: expect.stringContaining("numbers are exact"),
      "onnxruntime-node": expect.any(String),
      "onnxruntime-web": expect.any(String),
      sharp: expect.any(String),
    });
    // Whether dist/ is built from today's sources is not what this test is about: they may have been edited since.
    expect(checks.filter(({ ok, name }) => !ok && name !== "setup")).toEqual([]);
  });
});
