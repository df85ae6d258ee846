/** `kiln classify` and the resources of `trend`, on a model that this file trains, converts and publishes. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../../../cli/kiln.js";
import { manifestSchema } from "../../../../core/manifest.js";
import { silentReporter } from "../../../../core/reporter.js";
import { datedResultsSchema } from "../../../../models/trend/resources/latest-results.js";
import { createServer, type RunningServer } from "../../../../serve/server.js";
import { sha256 } from "../../../../store/checksum.js";
import { FakeHost } from "../../../fixtures/host.js";
import { models, ours } from "../../../fixtures/models.js";

const root = mkdtempSync(join(tmpdir(), "kiln-classify-"));
const repository = join(root, "repository");
const SMALL = ["epochs=1", "epochSteps=5", "units=4", "days=120", "window=7", "learnedBaselines=false"];

let server: RunningServer;

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const classify = (...argv: string[]) => kiln("classify", "--repository", repository, ...argv);

async function resultOf(...argv: string[]) {
  const { code, out, err } = await classify(...argv, "--json");
  if (code !== 0) throw new Error(err);
  return JSON.parse(out.trim().split("\n").at(-1) ?? "");
}

/** A wide table of daily counts; a null is an empty cell. */
function tableOf(file: string, rows: Readonly<Record<string, readonly (number | null)[]>>): string {
  const [first = []] = Object.values(rows);
  const dates = first.map((_, day) => new Date(Date.UTC(2021, 0, 1 + day)).toISOString().slice(0, 10));
  const path = join(root, file);
  writeFileSync(path, Papa.unparse([["Country", ...dates], ...Object.entries(rows).map(([name, v]) => [name, ...v])]));
  return path;
}

const wave = (count: number, from = 100): number[] =>
  Array.from({ length: count }, (_, day) => from + 7 * day + (day % 7 === 6 ? -40 : 0));

/** Names that would do harm where they are not taken for text. */
const HOSTILE = ['<script>alert("x")</script>', "=cmd()|' /C calc'!A0"] as const;

function hostileTable(): string {
  const short = Array.from({ length: 20 }, (_, day) => (day < 17 ? null : day));
  return tableOf("hostile.csv", {
    France: wave(20),
    Peru: wave(20, 900),
    [HOSTILE[0]]: wave(20, 50),
    [HOSTILE[1]]: wave(20, 60),
    Kenya: short,
  });
}

beforeAll(async () => {
  const run = join(root, "run");
  const set = SMALL.flatMap((one) => ["--set", one]);
  expect(await kiln("train", "trend", "--out", run, ...set)).toMatchObject({ code: 0 });
  expect(await kiln("export", "trend", "--run", run, "--repository", repository)).toMatchObject({ code: 0 });
  server = await createServer({
    registry: models,
    repository,
    host: "127.0.0.1",
    port: 0,
    reporter: silentReporter,
    executors: 1,
  });
});
afterAll(async () => {
  await server?.close(1_000);
  rmSync(root, { recursive: true, force: true });
});

describe("GET /v1/trend/countries and /v1/trend/map.svg", () => {
  it("gives every country's latest result, the same as POST /v1/trend/classify of the same days", async () => {
    const response = await fetch(`${server.url}/v1/trend/countries`);
    expect([response.status, response.headers.get("X-Model")]).toEqual([200, "trend@1"]);
    const answer = datedResultsSchema.parse(await response.json());
    expect(answer).toMatchObject({ model: "trend", version: 1, simulated: true });
    expect(answer.notice).toMatch(/^Simulated/);
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(repository, "trend/1/manifest.json"), "utf8")));
    const { series } = manifest.fitted.latest as { series: { name: string; end: string; increments: number[] }[] };
    expect(answer.results.length).toBe(manifest.training.data.counts.countries);
    const asked = await fetch(`${server.url}/v1/trend/classify`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ series: series.map(({ name, end, increments }) => ({ name, end, values: increments })) }),
    });
    const { results } = (await asked.json()) as { results: { probability: number }[] };
    expect(answer.results.map(({ end: _, ...rest }) => rest)).toEqual(results);
    expect(new Set(results.map(({ probability }) => probability)).size).toBeGreaterThan(20);
    expect(answer.asOf).toBe(
      answer.results
        .map(({ end }) => end)
        .sort()
        .at(-1),
    );
  });

  it("draws every one of them, stamped", async () => {
    const response = await fetch(`${server.url}/v1/trend/map.svg?theme=dark`);
    expect(response.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(response.headers.get("Content-Security-Policy")).toContain("style-src 'unsafe-inline'");
    const svg = await response.text();
    expect(svg).toContain("kiln-dark");
    expect(svg).toContain("SIMULATED");
    const { results } = datedResultsSchema.parse(await (await fetch(`${server.url}/v1/trend/countries`)).json());
    for (const { iso } of results) if (iso !== null) expect(svg, iso).toContain(`data-iso="${iso}"`);
    const fine = await (await fetch(`${server.url}/v1/trend/map.svg?detail=50m`)).text();
    expect(fine.length).toBeGreaterThan(2 * svg.length);
  });

  it("says that a version without its last days has to be exported again", async () => {
    const old = join(root, "old");
    cpSync(repository, old, { recursive: true });
    const file = (name: string) => join(old, "trend/1", name);
    const manifest = JSON.parse(readFileSync(file("manifest.json"), "utf8"));
    const text = JSON.stringify({ ...manifest, fitted: { temperature: manifest.fitted.temperature } });
    const bundle = JSON.parse(readFileSync(file("bundle.json"), "utf8"));
    writeFileSync(file("manifest.json"), text);
    bundle.graphs[0].manifest = sha256(text);
    writeFileSync(file("bundle.json"), JSON.stringify(bundle));
    const { code, err } = await kiln("classify", "--repository", old);
    expect([code, err]).toEqual([1, expect.stringContaining("kiln export trend")]);
    const { code: fine } = await kiln("classify", "--repository", old, "--csv", hostileTable());
    expect(fine).toBe(0);
  });
});

describe("kiln classify", () => {
  it("gives the published data's latest results when there is no table", async () => {
    const answer = await resultOf();
    const served = await (await fetch(`${server.url}/v1/trend/countries`)).json();
    expect(answer).toMatchObject(served as object);
  });

  it("classifies each country of a table by its last days, and says why one has no result", async () => {
    const answer = await resultOf("--csv", hostileTable(), "--counts", "daily");
    expect(answer.results.map((one: { name: string }) => one.name)).toEqual(["France", "Peru", ...HOSTILE]);
    expect(answer.skipped).toEqual([
      { name: "Kenya", iso: "KE", reason: "3 days of cases, the model's window needs 7" },
    ]);
    const values = wave(20);
    const asked = await fetch(`${server.url}/v1/trend/classify`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ series: [{ name: "France", values, end: "2021-01-20" }] }),
    });
    const { results } = (await asked.json()) as { results: object[] };
    expect(answer.results[0]).toEqual({ ...results[0], end: "2021-01-20" });
  });

  it("shows a table, the notice, and what was skipped", async () => {
    const { out, err } = await classify("--csv", hostileTable(), "--counts", "daily");
    expect(out).toMatch(/France +FR +2021-01-20 +(increase|decrease) +\d/);
    expect(out).toMatch(/Kenya +KE +3 days/);
    expect(out).toContain("Simulated:");
    expect(err).toContain("on no list of countries");
  });

  it("writes CSV in which nothing is a formula", async () => {
    const out = join(root, "out.csv");
    await resultOf("--csv", hostileTable(), "--counts", "daily", "--out", out);
    const { data } = Papa.parse<string[]>(readFileSync(out, "utf8").trim());
    expect(data[0]?.slice(0, 6)).toEqual(["name", "iso", "end", "label", "probability_of_increase", "remark"]);
    expect(data.slice(1).map(([name]) => name)).toEqual(["France", "Peru", HOSTILE[0], `'${HOSTILE[1]}`, "Kenya"]);
    for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+@]/);
  });

  it("calls a country without a case in its window just that: in the table, as CSV, as JSON and on the map", async () => {
    const quiet = tableOf("quiet.csv", { France: wave(20), Malta: [...wave(12), ...Array<number>(8).fill(0)] });
    const { out: text } = await classify("--csv", quiet, "--counts", "daily");
    expect(text).toMatch(/country +ISO +last day +label +probability of an increase/);
    expect(text).toMatch(/Malta +MT +2021-01-20 +no recent cases +–/);
    const answer = await resultOf("--csv", quiet, "--counts", "daily");
    expect(answer.results[1]).toEqual({
      name: "Malta",
      iso: "MT",
      end: "2021-01-20",
      label: "no recent cases",
      probability: null,
    });
    const [csv, svg] = [join(root, "quiet-out.csv"), join(root, "quiet-out.svg")];
    await resultOf("--csv", quiet, "--counts", "daily", "--out", csv);
    expect(readFileSync(csv, "utf8")).toMatch(/Malta,MT,2021-01-20,no recent cases,,,/);
    await resultOf("--csv", quiet, "--counts", "daily", "--out", svg);
    expect(readFileSync(svg, "utf8")).toMatch(/data-iso="MT" fill="#9fa6b0"[^>]*><title>Malta: no recent cases</);
    const asked = await fetch(`${server.url}/v1/trend/classify`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ series: [{ name: "Malta", values: Array(7).fill(0), end: "2021-01-20" }] }),
    });
    const { results } = (await asked.json()) as { results: object[] };
    expect(results).toEqual([{ name: "Malta", iso: "MT", label: "no recent cases", probability: null }]);
  });

  it("documents it: the probability can be null, and the label says why", async () => {
    const document = await (await fetch(`${server.url}/openapi.json`)).text();
    const { components } = JSON.parse(document);
    const { label, probability } = components.schemas.trend_classify_response.properties.results.items.properties;
    expect(JSON.stringify(probability)).toContain('"null"');
    expect(probability.description).toMatch(/probability of an increase, whatever the label is/);
    expect(label.description).toContain("no recent cases");
  });

  it("writes a map in which a name is text, and names what has no place", async () => {
    const out = join(root, "out.svg");
    await resultOf("--csv", hostileTable(), "--counts", "daily", "--out", out);
    const svg = readFileSync(out, "utf8");
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
    expect(svg).toContain("Not on the map");
    const png = join(root, "out.png");
    await resultOf("--csv", hostileTable(), "--counts", "daily", "--out", png);
    expect(await sharp(png).metadata()).toMatchObject({ format: "png" });
  });

  it.each([
    [2, "results are written as", ["--out", "map.gif"]],
    [2, "Allowed choices", ["--counts", "weekly"]],
    [2, 'no setting "colour"', ["--csv", "x.csv", "--set", "colour=red"]],
    [3, "no such file", ["--csv", join(root, "nowhere.csv")]],
    [1, "version 9", ["--version", "9"]],
  ])("exits with %d: %s", async (code, text, argv) => {
    const answer = await classify(...argv);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(text)]);
  });

  it("is an error only when no country has enough days", async () => {
    const { code, err } = await classify("--csv", tableOf("short.csv", { France: [1, 5, 3] }), "--counts", "daily");
    expect([code, err]).toEqual([3, expect.stringContaining("3 days of cases, the model's window needs 7")]);
  });

  const shared = join(import.meta.dirname, "../../../shared/data/covid/time_series_covid19_confirmed_global.csv");
  it.skipIf(!existsSync(shared))("reads the JHU table (needs ../shared/data)", async () => {
    const { results, skipped } = await resultOf("--csv", shared);
    expect(results.length).toBeGreaterThan(180);
    expect(skipped).toEqual([]);
  });
});

it("leaves nothing beside what it was asked for", () => {
  expect(readdirSync(repository)).toEqual(["trend"]);
});
