/** The page in a real Chromium, over a real server with published models. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, start } from "../e2e/kiln.js";
import { facesTests } from "./parts/faces.js";
import { looksTests } from "./parts/looks.js";
import { modelsTests } from "./parts/models.js";
import { networkTests } from "./parts/network.js";
import { chromiumFile, startBrowser } from "./support/chromium.js";
import { ownConfig, publishModels } from "./support/published.js";
import { leave, status, type Visited, visit } from "./support/visit.js";

describe.skipIf(chromiumFile === undefined)("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "kiln-web-"));
  let server: Running;
  let url: string;
  let browser: Browser;
  const site = (): Visited => ({ url, browser });

  beforeAll(async () => {
    const repository = await publishModels(folder);
    server = start(folder, ["serve", "--repository", repository, "--port", "0", "--no-runs", "--json"], ownConfig);
    url = (await server.event(({ event }) => event === "result")).url;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  describe("faces", () => facesTests(site));
  describe("models", () => modelsTests(site));
  describe("over the network", () => networkTests(site));
  describe("to the eye", () => looksTests(site));

  describe("back ends", () => {
    it.each([
      ["wasm-threads", /WebAssembly, \d+ threads/],
      ["wasm", /WebAssembly, one thread/],
    ])("runs on %s when asked", async (backend, said) => {
      const page = await visit(site(), `#/models/trend?on=${backend}`);
      expect(await status(page)).toMatch(said);
      await leave(page);
    });

    it("runs on WebGPU where the graph can, and falls back where it cannot, and says why", async () => {
      const graphics = await startBrowser({ webgpu: true });
      try {
        const faces = await visit({ url, browser: graphics }, "#/faces?on=webgpu");
        expect(await status(faces)).toMatch(/WebGPU|WebAssembly/);
        await faces.locator(".faces-hero canvas[data-drawn=true]").waitFor();
        const trend = await visit({ url, browser: graphics }, "#/models/trend?on=webgpu");
        expect(await status(trend)).toMatch(/WebGPU/);
        expect(await trend.locator("tr:has-text('this browser')").textContent()).toContain("passes");
      } finally {
        await graphics.close();
      }
    });
  });
});
