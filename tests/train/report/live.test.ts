/** The report of a run that goes on, as somebody sees it who keeps the page open. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LiveReport, serveLiveReport } from "../../../train/report/live/live-report.js";
import { kiln, start } from "../../e2e/kiln.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-live-"));
const run = join(folder, "run");
let live: LiveReport;

function status(step: number): void {
  writeFileSync(join(run, "status.json"), JSON.stringify({ status: "running", step, totalSteps: 40, epoch: 0 }));
}

beforeAll(async () => {
  mkdirSync(run);
  writeFileSync(join(run, "config.json"), JSON.stringify({ model: "trend", preset: "demo", seed: 1, settings: {} }));
  status(10);
  live = await serveLiveReport(run, "");
});
afterAll(async () => {
  await live.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A request with any Host header, which fetch does not let one set. */
function statusWithHost(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(live.url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once("error", reject)
      .end();
  });
}

describe("the page", () => {
  it("is the report as it is now", async () => {
    expect(await (await fetch(live.url)).text()).toContain("10 of 40");
    status(20);
    expect(await (await fetch(live.url)).text()).toContain("20 of 40");
  });

  it("tells readers that something is new", async () => {
    const reader = (await fetch(`${live.url}events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain("retry:");
    live.changed();
    expect((await reader?.read())?.value).toContain("event: changed");
    await reader?.cancel();
  });

  it("is for this machine's own addresses, read only, and one page", async () => {
    expect(await statusWithHost("evil.example")).toBe(403);
    expect(await statusWithHost("localhost:1")).toBe(200);
    expect((await fetch(live.url, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${live.url}../../etc/passwd`)).status).toBe(404);
    expect((await fetch(live.url)).headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("says so while a run cannot be read yet", async () => {
    const empty = await serveLiveReport(join(folder, "not-yet"), "");
    const answer = await fetch(empty.url);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("cannot be written yet")]);
    await empty.close();
  });
});

it("kiln train --watch serves it while it trains, and leaves the report in the run", async () => {
  const small = ["epochs=3", "epochSteps=20", "units=4", "days=120", "window=7", "learnedBaselines=false"];
  const set = small.flatMap((one) => ["--set", one]);
  const training = start(folder, ["train", "trend", "--watch", "--json", "--out", "watched", ...set]);
  const { url } = await training.event(({ event }) => event === "watch");
  const page = await fetch(url as string);
  expect(await page.text()).toContain("trend: watched");
  const { code, events, err } = await training.ended;
  expect(code, err).toBe(0);
  expect(events.find(({ event }) => event === "result")).toMatchObject({ report: join("watched", "report.html") });
  const { out } = await kiln(folder, ["report", "watched"]);
  expect(out).toContain("report.html");
});
