/** `/runs` of the real server: the list, a run's page and its events, its pictures; nothing outside of the folder. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runsMount } from "../../../cli/serve/runs-app.js";
import { runsOf } from "../../../cli/serve.js";
import { silentReporter } from "../../../core/reporter.js";
import { trendContract } from "../../../models/trend/contract.js";
import { createServer, type RunningServer } from "../../../serve/server.js";
import { publish } from "../../serve/support/publish.js";
import { registry } from "../../serve/support/running.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-served-runs-")));
const runs = join(folder, "runs");
const secret = join(folder, "secret.svg");
const running: RunningServer[] = [];
let server: RunningServer;
let url: string;

function makeRun(name: string, status: string, hour: number): string {
  const run = join(runs, "trend", name);
  mkdirSync(join(run, "pictures"), { recursive: true });
  const contracts = [trendContract({ window: 7, label: "weekly" })];
  const config = { formatVersion: 1, model: "trend", preset: "demo", seed: 1, data: null, mode: "captured" };
  writeFileSync(join(run, "config.json"), JSON.stringify({ ...config, settings: { units: 4 }, contracts }));
  const updated = `2026-01-01T0${hour}:00:00.000Z`;
  const state = { formatVersion: 1, status, step: 10, totalSteps: 40, epoch: 1, updated, message: "" };
  writeFileSync(join(run, "status.json"), JSON.stringify(state));
  writeFileSync(join(run, "metrics.jsonl"), '{"kind":"epoch","epoch":1,"step":10,"training.loss":0.5}\n');
  writeFileSync(join(run, "pictures", "map.svg"), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  return run;
}

async function serve(shown = runs): Promise<RunningServer> {
  const repository = join(folder, "models");
  const options = { registry, host: "127.0.0.1", port: 0, reporter: silentReporter, executors: 1 };
  const started = await createServer({ ...options, repository, mounts: [runsMount(shown)] });
  running.push(started);
  return started;
}

beforeAll(async () => {
  await publish(join(folder, "models"));
  makeRun("whole", "interrupted", 1);
  makeRun("newer", "running", 2);
  mkdirSync(join(runs, "trend", "half"));
  writeFileSync(join(runs, "trend", "half", "config.json"), '{"model":"trend"');
  writeFileSync(secret, "<svg>secret</svg>");
  symlinkSync(secret, join(runs, "trend", "whole", "pictures", "link.svg"));
  server = await serve();
  url = server.url;
});
afterAll(async () => {
  for (const one of running) await one.close(0);
  rmSync(folder, { recursive: true, force: true });
});

/** A request whose path goes out as it is written; fetch would tidy it. */
function raw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .once("error", reject)
      .end();
  });
}

describe("the list", () => {
  it("is JSON for a program: newest first, whether a run lives, what is damaged", async () => {
    const { runs: listed } = (await (await fetch(`${url}/runs`)).json()) as { runs: Record<string, unknown>[] };
    expect(listed.map(({ name, status }) => [name, status])).toEqual([
      // It says "running", and nobody holds its lock.
      ["newer", "killed"],
      ["whole", "interrupted"],
      ["half", "damaged"],
    ]);
    expect(listed[1]).toMatchObject({ model: "trend", step: 10, totalSteps: 40, page: "/runs/trend/whole/" });
    expect(listed[2]?.note).toMatch(/status\.json is missing/);
  });

  it("is a page for a person, with links that lead to the runs", async () => {
    const answer = await fetch(`${url}/runs`, { headers: { Accept: "text/html" } });
    const html = await answer.text();
    expect(html).toContain('<a href="runs/trend/whole/">trend/whole</a>');
    expect(html).toContain("trend/half: status.json is missing");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await fetch(`${url}/runs/`)).url).toBe(`${url}/runs`);
  });

  it("can only be read", async () => {
    const answer = await fetch(`${url}/runs`, { method: "DELETE" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("a run of a sweep, and one without a model's folder", () => {
  it.each([
    ["sweeps/mine/units-3", "../../../../runs"],
    ["alone", "../../runs"],
  ])("%s is listed, shown, followed, and leads back", async (path, back) => {
    const place = mkdtempSync(join(tmpdir(), "kiln-places-"));
    try {
      cpSync(join(runs, "trend", "whole"), join(place, path), { recursive: true });
      if (path.startsWith("sweeps")) writeFileSync(join(place, "sweeps", "mine", "sweep.json"), "{}");
      const { url } = await serve(place);
      const { runs: listed } = (await (await fetch(`${url}/runs`)).json()) as { runs: Record<string, unknown>[] };
      expect(listed).toMatchObject([{ model: "trend", path: path.split("/"), page: `/runs/${path}/` }]);
      const list = await fetch(`${url}/runs`, { headers: { Accept: "text/html" } });
      expect(await list.text()).toContain(`<a href="runs/${path}/">${path}</a>`);
      const page = await fetch(`${url}/runs/${path}`);
      expect(page.url).toBe(`${url}/runs/${path}/`);
      expect(await page.text()).toContain(`href="${back}"`);
      expect(new URL(back, page.url).pathname).toBe("/runs");
      expect((await fetch(`${url}/runs/${path}/events`, { method: "HEAD" })).headers.get("content-type")).toBe(
        "text/event-stream",
      );
      expect((await fetch(`${url}/runs/${path}/pictures/map.svg`)).headers.get("content-type")).toBe("image/svg+xml");
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});

describe("a run", () => {
  it("is shown as its report, with a script that its policy names by hash", async () => {
    const answer = await fetch(`${url}/runs/trend/newer`);
    expect(answer.url).toBe(`${url}/runs/trend/newer/`);
    const html = await answer.text();
    expect(html).toContain("<title>trend: newer</title>");
    expect(html).toContain("killed after 10 steps");
    expect(html).toContain('href="../../../runs"');
    expect(answer.headers.get("content-security-policy")).toMatch(/script-src 'sha256-[^']+'; /);
  });

  it("tells who listens that its log has grown", async () => {
    const reader = (await fetch(`${url}/runs/trend/whole/events`)).body
      ?.pipeThrough(new TextDecoderStream())
      .getReader();
    expect((await reader?.read())?.value).toContain("retry:");
    const line = '{"kind":"epoch","epoch":2,"step":20,"training.loss":0.25}\n';
    appendFileSync(join(runs, "trend", "whole", "metrics.jsonl"), line);
    expect((await reader?.read())?.value).toContain("event: changed");
    await reader?.cancel();
    expect(await (await fetch(`${url}/runs/trend/whole/`)).text()).toContain("0.25");
  });

  it("that is damaged says what it lacks", async () => {
    const answer = await fetch(`${url}/runs/trend/half/`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("config.json is damaged");
  });

  it("gives its pictures, which may run nothing", async () => {
    const answer = await fetch(`${url}/runs/trend/whole/pictures/map.svg`);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("nothing else", () => {
  it.each([
    "/runs/trend/whole/pictures/..%2f..%2fconfig.json",
    "/runs/trend/whole/pictures/%2e%2e%2fconfig.json",
    "/runs/trend/..%2f..%2f..%2fsecret.svg/",
    "/runs/../secret.svg",
    "/runs/trend/whole/pictures/link.svg",
    "/runs/trend/whole/pictures/%00map.svg",
    "/runs/trend/whole/pictures/map.svg%5c..",
    "/runs/trend/whole/config.json",
    "/runs/trend/nowhere/",
    "/runs/trend/nowhere/events",
    `/runs/trend/${"x".repeat(300)}/`,
  ])("%s is 404", async (path) => {
    const { status, text } = await raw(path);
    expect(status).toBe(404);
    expect(text).not.toContain("secret</svg>");
    expect(text).not.toContain(folder);
  });

  it("of a folder that a run links to, or of a run that is linked to, is told", async () => {
    const run = makeRun("linked", "interrupted", 3);
    const outside = join(folder, "outside");
    mkdirSync(join(outside, "pictures"), { recursive: true });
    writeFileSync(join(outside, "pictures", "private-name.svg"), "<svg>secret</svg>");
    writeFileSync(join(outside, "config.json"), "private words");
    rmSync(join(run, "pictures"), { recursive: true });
    symlinkSync(join(outside, "pictures"), join(run, "pictures"));
    rmSync(join(run, "metrics.jsonl"));
    symlinkSync(join(outside, "config.json"), join(run, "metrics.jsonl"));
    renameSync(makeRun("other", "interrupted", 3), join(outside, "other"));
    symlinkSync(join(outside, "other"), join(runs, "trend", "elsewhere"));
    const config = makeRun("config-linked", "interrupted", 3);
    rmSync(join(config, "config.json"));
    symlinkSync(join(outside, "config.json"), join(config, "config.json"));
    const page = await raw("/runs/trend/linked/");
    expect(page.status).toBe(200);
    expect(page.text).toContain("a link that leads out of its folder");
    expect((await raw("/runs/trend/linked/pictures/private-name.svg")).status).toBe(404);
    const list = await raw("/runs");
    expect(list.text).not.toContain("elsewhere");
    for (const { text } of [page, list]) expect(text).not.toMatch(/private|secret<|elsewhere/);
    for (const name of ["linked", "elsewhere", "config-linked"]) {
      rmSync(join(runs, "trend", name), { recursive: true });
    }
  });

  it("under another site's name is shown", async () => {
    expect((await raw("/runs", { host: "evil.example" })).status).toBe(421);
    expect((await raw("/runs", { host: "localhost:1" })).status).toBe(200);
  });
});

describe("streams", () => {
  it("are bounded", async () => {
    const other = await serve();
    const left = new AbortController();
    const open = () => fetch(`${other.url}/runs/trend/whole/events`, { signal: left.signal });
    const answers = await Promise.all(Array.from({ length: 64 }, open));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await open();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    left.abort();
  });

  it("end when the server drains: nothing has to be cut off", async () => {
    const reader = (await fetch(`${url}/runs/trend/whole/events`)).body?.getReader();
    await reader?.read();
    const drained = server.close();
    expect((await reader?.read())?.done).toBe(true);
    expect(await drained).toEqual({ cut: 0 });
  });
});

describe("where", () => {
  it("an absent folder is an honest empty page, and one that comes later is found", async () => {
    const { url: other } = await serve(join(folder, "later"));
    const page = async () => (await fetch(`${other}/runs`, { headers: { Accept: "text/html" } })).text();
    expect(await page()).toContain("later</code> yet");
    mkdirSync(join(folder, "later", "trend", "one"), { recursive: true });
    expect(await page()).toContain("trend/one");
    expect(await (await fetch(`${other}/models/index.json`)).json()).toMatchObject({ api: { runs: "runs" } });
  });

  it.each([
    ["this machine alone: the project's runs", { host: "127.0.0.1", runs: undefined }, 1],
    ["this machine, by name", { host: "localhost", runs: undefined }, 1],
    ["an open address: none, unless they are asked for", { host: "0.0.0.0", runs: undefined }, 0],
    ["an open address, asked for", { host: "0.0.0.0", runs: "elsewhere" }, 1],
    ["--no-runs", { host: "127.0.0.1", runs: false as const }, 0],
  ])("%s", async (_, flags, mounts) => {
    expect(await runsOf(flags, "runs")).toHaveLength(mounts);
  });
});
