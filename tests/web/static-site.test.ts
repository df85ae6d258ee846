/** `kiln web build`: a folder that works on a host that knows nothing, under a sub-path and without isolation headers. */
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { extname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { siteSchema } from "../../core/site.js";
import { kiln } from "../e2e/kiln.js";
import { publish } from "../serve/support/publish.js";
import { chromiumFile, startBrowser } from "./support/chromium.js";
import { status, visit } from "./support/visit.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-site-"));
const repository = join(folder, "repository");
const site = join(folder, "host", "below", "kiln");
const build = (out: string) => kiln(folder, ["web", "build", "--repository", repository, "--out", out, "--json"]);

beforeAll(async () => {
  await publish(repository, { version: 1 });
  await publish(repository, { version: 2 });
  const { code, err } = await build(site);
  expect(code, err).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the folder", () => {
  it("holds the newest version of each model, and its list", () => {
    const list = siteSchema.parse(JSON.parse(readFileSync(join(site, "models", "index.json"), "utf8")));
    expect(list.models.map(({ name, version }) => [name, version])).toEqual([["pair", 2]]);
    expect(readdirSync(join(site, "models", "pair", "2")).sort()).toEqual([
      "golden.json",
      "manifest.json",
      "model.onnx",
    ]);
    expect(existsSync(join(site, "models", "pair", "1"))).toBe(false);
  });

  it("has relative addresses only", () => {
    const html = readFileSync(join(site, "index.html"), "utf8");
    const addresses = [...html.matchAll(/(?:src|href|content)="([^"]*)"/g)].map(([, address]) => address ?? "");
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((address) => /^(\/|https?:)/.test(address))).toEqual([]);
  });

  it("is written anew by the same command, and over nothing else", async () => {
    expect((await build(site)).code).toBe(0);
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "thesis.txt"), "three years of work");
    const { code, err } = await build(other);
    expect([code, err]).toEqual([2, expect.stringContaining("was not written by this command")]);
    expect(readFileSync(join(other, "thesis.txt"), "utf8")).toBe("three years of work");
  });

  it("says what is missing where nothing is published", async () => {
    const { code, err } = await kiln(folder, ["web", "build", "--repository", join(folder, "none"), "--out", "x"]);
    expect(code).not.toBe(0);
    expect(err).toContain("kiln export");
  });
});

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

describe.skipIf(chromiumFile === undefined)("in Chromium, from a plain file host", () => {
  let host: Server;
  beforeAll(async () => {
    host = createServer(({ url = "/" }, response) => {
      const file = join(folder, "host", url.endsWith("/") ? `${url}index.html` : url);
      if (!existsSync(file)) return response.writeHead(404).end();
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => host?.close());

  it("runs a third model below a sub-path: on one thread first, on several once the service worker is there", async () => {
    const browser = await startBrowser();
    try {
      const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/below/kiln`;
      const page = await visit({ url, browser }, "#/models/pair?on=wasm-threads");
      expect(await status(page)).toMatch(/WebAssembly, one thread.*isolated/s);
      expect(await page.locator("tr:has-text('this browser')").textContent()).toContain("passes");
      // The page knows nothing of this model but its contract: it can be asked by that, or in a form.
      expect(await page.locator("select.models-operation option").allTextContents()).toEqual([
        "predict: Ask Pair",
        expect.stringContaining("pair"),
      ]);
      await page.locator("select.models-operation").selectOption("graph:pair");
      await page.getByRole("spinbutton", { name: "a 0" }).fill("2.5");
      await page.getByRole("button", { name: "Run here" }).click();
      const sum = page.locator(".models-answer section[aria-label=sum] td").first();
      await sum.waitFor();
      expect(await sum.textContent()).toBe("5");
      expect(await page.getByRole("link", { name: "API" }).count()).toBe(0);
      await page.waitForFunction("navigator.serviceWorker.controller !== null");
      await page.reload();
      expect(await page.evaluate("crossOriginIsolated")).toBe(true);
      expect(await status(page)).toMatch(cpus().length > 1 ? /WebAssembly, \d threads/ : /one core/);
    } finally {
      await browser.close();
    }
  });
});
