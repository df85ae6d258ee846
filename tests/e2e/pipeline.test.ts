/** The main job, as a person does it: a CSV becomes a trained network, a verified ONNX model, and answers over HTTP. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../fixtures/source-tree.js";
import { kiln, type Running, resultOf, start } from "./kiln.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-pipeline-"));
const realTable = join(root, "..", "shared", "data", "covid", "time_series_covid19_confirmed_global.csv");
/** Small enough for seconds, and still the whole job. */
const SMALL = ["epochs=1", "epochSteps=10", "units=8", "days=200", "learnedBaselines=false"].flatMap((one) => [
  "--set",
  one,
]);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The table of the test: the real one where it lies beside the project, else the embedded epidemics as CSV. */
async function table(): Promise<string> {
  if (existsSync(realTable)) return realTable;
  const { files } = await resultOf(folder, ["data", "trend", "--out", "embedded"]);
  return join(
    folder,
    files.find((file: string) => file.endsWith(".csv")),
  );
}

function json(file: string) {
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

describe("from a table to an answer", () => {
  let run: string;
  let server: Running;
  let url: string;

  beforeAll(async () => {
    const trained = await resultOf(folder, ["train", "trend", "--data", await table(), ...SMALL]);
    run = trained.run;
    await resultOf(folder, ["export", "trend"]);
    server = start(folder, ["serve", "--port", "0", "--json"]);
    url = (await server.event(({ event }) => event === "result")).url;
  });
  afterAll(() => server?.process.kill("SIGKILL"));

  it("leaves a run directory that says how it was made", async () => {
    expect(json(join(run, "config.json"))).toMatchObject({ model: "trend", preset: "demo", settings: { units: 8 } });
    const { out } = await kiln(folder, ["runs"]);
    expect(out).toContain(run);
    expect(out).toContain("finished");
  });

  it("publishes a version that three runtimes agree on", async () => {
    const { verification, contract } = json("published/trend/1/manifest.json");
    expect(verification.runtimes).toHaveLength(3);
    for (const one of verification.runtimes) expect(one.maxScaledDifference).toBeLessThanOrEqual(1e-5);
    expect(contract.inputs[0].dimensions[1].size).toBe(28);
    const verified = await resultOf(folder, ["verify", "trend"]);
    expect(verified.graphs.trend.length).toBeGreaterThanOrEqual(2);
  });

  it("answers the same over HTTP, by kiln predict, and by the raw contract", async () => {
    const request = JSON.parse((await kiln(folder, ["predict", "trend", "--example"])).out);
    const response = await fetch(`${url}/v1/trend/classify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    expect(response.status).toBe(200);
    const served = (await response.json()) as { results: { label: string; probability: number }[] };
    const predicted = await kiln(folder, ["predict", "trend", "--input", "-"], JSON.stringify(request));
    expect(JSON.parse(predicted.out)).toEqual(served);

    const [series] = request.series;
    const monday = new Date(`${series.end}T00:00:00Z`).getUTCDay() - 1 - (series.values.length - 1);
    const raw = { increments: [series.values], start_weekday: [[((monday % 7) + 7) % 7]] };
    const byContract = await kiln(folder, ["predict", "trend", "--raw", "--input", "-"], JSON.stringify(raw));
    expect(JSON.parse(byContract.out).probability).toEqual([served.results[0]?.probability]);
  });

  it("prints a curl line that works", async () => {
    const shown = start(folder, ["serve", "--port", "0"]);
    let out = "";
    const line = await new Promise<string>((resolve) => {
      shown.process.stdout.on("data", (text: string) => {
        out += text;
        const found = out.match(/^Try trend\s+curl -s (\S+) .* -d '(.*)'$/m);
        if (found !== null) resolve(found[0]);
      });
    });
    const [, address = "", body = ""] = line.match(/curl -s (\S+) .* -d '(.*)'$/) ?? [];
    const answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(answer.status).toBe(200);
    shown.process.kill("SIGTERM");
    expect((await shown.ended).code).toBe(0);
  });

  it("says so when the port is in use, and leaves the first server alone", async () => {
    const { code, err } = await kiln(folder, ["serve", "--port", new URL(url).port]);
    expect(code).toBe(1);
    expect(err).toMatch(/port \d+ .*in use/);
    expect((await kiln(folder, ["demo", "--port", new URL(url).port])).err).toMatch(/port \d+ .*in use/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("passes over a half-written version, and says why when it is asked for", async () => {
    const half = join(folder, "published/trend/2");
    mkdirSync(half);
    cpSync(join(folder, "published/trend/1/model.onnx"), join(half, "model.onnx"));
    try {
      const example = (await kiln(folder, ["predict", "trend", "--example"])).out;
      const { out } = await kiln(folder, ["predict", "trend", "--input", "-"], example);
      expect(JSON.parse(out).version).toBe(1);
      const asked = await kiln(folder, ["predict", "trend", "--version", "2", "--input", "-"], example);
      expect(asked.code).toBe(1);
      expect(asked.err).toMatch(/no version 2 of trend[\s\S]*trend\/2 is ignored: .*manifest\.json/);
      const fresh = start(folder, ["serve", "--port", "0", "--json"]);
      const { models } = await fresh.event(({ event }) => event === "result");
      expect(models).toEqual([{ name: "trend", version: 1 }]);
      fresh.process.kill("SIGTERM");
      expect((await fresh.ended).code).toBe(0);
    } finally {
      rmSync(half, { recursive: true });
    }
  });

  it("refuses a model file that was changed after it was published, with exit code 4", async () => {
    const model = join(folder, "published/trend/1/model.onnx");
    const bytes = readFileSync(model);
    const changed = Buffer.from(bytes);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    writeFileSync(model, changed);
    try {
      expect((await kiln(folder, ["verify", "trend"])).code).toBe(4);
      const example = (await kiln(folder, ["predict", "trend", "--example"])).out;
      expect((await kiln(folder, ["predict", "trend", "--input", "-"], example)).code).toBe(4);
    } finally {
      writeFileSync(model, bytes);
    }
  });

  it("names the field of a bad request, with exit code 3", async () => {
    const series = [{ name: "France", values: [1, 2, 3], end: "2021-03-01" }];
    const short = await kiln(folder, ["predict", "trend", "--input", "-"], JSON.stringify({ series }));
    expect(short.code).toBe(3);
    expect(short.err).toContain("standard input, /series/0/values: 3 values, needs at least 28");
    const broken = await kiln(folder, ["predict", "trend", "--input", "-"], "{");
    expect(broken).toMatchObject({ code: 3, out: "" });
    expect(broken.err).toContain("standard input: not valid JSON");
    expect((await kiln(folder, ["predict", "trend", "--input", "nowhere.json"])).err).toContain(
      "nowhere.json: there is no such file",
    );
  });

  it("drains and exits 0 on SIGTERM", async () => {
    server.process.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  });
});

describe("bad input", () => {
  const header = ["Province/State", "Country/Region", "Lat", "Long"];
  const days = Array.from({ length: 120 }, (_, i) => {
    const date = new Date(Date.UTC(2020, 0, 22 + i));
    return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear() % 100}`;
  });
  const csv = (rows: readonly (readonly (string | number)[])[], dates = days) =>
    [[...header, ...dates], ...rows].map((row) => row.join(",")).join("\n");
  const rising = (country: string, length = days.length) => [
    "",
    country,
    0,
    0,
    ...days.slice(0, length).map((_, i) => i * i),
  ];

  it.each<[what: string, name: string, content: string | Buffer | null, code: number, message: RegExp]>([
    ["a missing file", "missing.csv", null, 3, /missing\.csv: no such file/],
    ["an empty file", "empty.csv", "", 3, /empty\.csv: the file is empty/],
    ["a header only", "header.csv", csv([]), 3, /header\.csv: no data rows/],
    ["a binary file", "binary.csv", Buffer.from([0, 1, 2, 255, 254, 0, 7]), 3, /binary\.csv: .*binary/],
    ["a web page", "page.csv", "<!DOCTYPE html><html><body>Not found</body></html>", 3, /page\.csv: .*web page/],
    [
      "a text cell",
      "text.csv",
      csv([rising("France"), ["", "Italy", 0, 0, ...days.map((_, i) => (i === 7 ? "see note" : i))]]),
      3,
      /text\.csv, row 3, column 12 .*"see note" is no number/,
    ],
    [
      "too few days",
      "few.csv",
      csv([rising("France", 20), rising("Italy", 20)], days.slice(0, 20)),
      3,
      /few\.csv: 19 days .*needs at least \d+/,
    ],
    [
      "nobody selected",
      "nobody.csv",
      csv([rising("France"), rising("Italy")]),
      3,
      /nobody\.csv: .*selects none of 2 countries/,
    ],
  ])("%s: one line, the right exit code, and nothing left behind", async (_, name, content, code, message) => {
    const place = mkdtempSync(join(folder, "bad-"));
    if (content !== null) writeFileSync(join(place, name), content);
    const ended = await kiln(place, ["train", "trend", "--data", name, "--preset", "report"]);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(message);
    expect(ended.err).not.toMatch(/\n\s+at /);
    expect(ended.err.match(/^error: /gm)).toHaveLength(1);
    expect(readdirSync(place).filter((entry) => ![name, ".kiln", "kiln.config.ts"].includes(entry))).toEqual([]);
  });

  it("a run without a checkpoint: nothing is published", async () => {
    const place = mkdtempSync(join(folder, "bad-"));
    mkdirSync(join(place, "run"));
    const ended = await kiln(place, ["export", "trend", "--run", "run"]);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/"run" is no run directory/);
    expect((await kiln(place, ["export", "trend"])).err).toContain("Train one first: kiln train trend");
    expect(existsSync(join(place, "published"))).toBe(false);
  });

  it("an empty repository: what to do first", async () => {
    const place = mkdtempSync(join(folder, "bad-"));
    for (const argv of [
      ["serve", "--port", "0"],
      ["predict", "trend"],
      ["verify", "trend"],
    ]) {
      const ended = await kiln(place, argv);
      expect(ended.code).toBe(1);
      expect(ended.err).toContain("kiln export");
    }
  });
});

describe("stopped by Ctrl+C", () => {
  it("training says how to go on, exits 130, and goes on", async () => {
    const place = mkdtempSync(join(folder, "stop-"));
    const small = ["epochs=3", "epochSteps=40", "batchSize=64", "units=4", "days=140", "learnedBaselines=false"];
    const settings = small.flatMap((one) => ["--set", one]);
    const running = start(place, ["train", "trend", "--out", "run", "--json", ...settings]);
    await running.event(({ event, done }) => event === "progress" && done >= 5);
    running.process.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.events.at(-1)).toMatchObject({ event: "error", kind: "interrupted", exit: 130 });
    expect(stopped.err).toContain("--resume");
    expect((await kiln(place, ["runs", "--runs", "."])).code).toBe(0);
    const resumed = await resultOf(place, ["train", "trend", "--resume", "run"]);
    expect(resumed.steps).toBe(120);
  });
});
