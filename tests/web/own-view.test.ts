/** A project of somebody's own, with a model and a view that Kiln knows nothing of: served, in a real Chromium. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kiln, type Running, start } from "../e2e/kiln.js";
import { publish } from "../serve/support/publish.js";
import { chromiumFile, startBrowser } from "./support/chromium.js";
import { makeProject, type Project } from "./support/project.js";
import { leave, newVisitor, status, visit } from "./support/visit.js";

describe.skipIf(chromiumFile === undefined)("a view of one's own in Chromium", () => {
  let project: Project;
  let server: Running;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    project = makeProject();
    await publish(join(project.folder, "published"));
    server = serve();
    url = (await server.event(({ event }) => event === "result")).url;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.process.kill("SIGKILL");
    rmSync(project.folder, { recursive: true, force: true });
  });

  const serve = (): Running => start(project.folder, ["serve", "--port", "0", "--no-runs", "--json"]);

  it("is what the page begins with: asked, styled, and with its own worker", async () => {
    const visitor = await newVisitor(browser);
    const page = await visit({ url, browser }, "#/?on=wasm", visitor);
    expect(await status(page)).toMatch(/WebAssembly/);
    await expect.poll(() => page.locator(".pair-doubled").textContent()).toBe('{"kind":"json","json":{"doubled":42}}');
    await expect.poll(() => page.locator(".pair-counted").textContent()).toBe("3");
    const colour = await page.locator(".pair-title").evaluate((title) => getComputedStyle(title as Element).color);
    expect(colour).toBe("rgb(1, 2, 3)");
    expect(await page.title()).toBe("Doubling · Kiln");
    expect(await page.locator("header nav a").allTextContents()).toEqual(["Doubling", "Models", "API"]);
    await page.getByRole("radio", { name: "繁中" }).check({ force: true });
    await page.getByRole("link", { name: "加倍" }).waitFor();
    await visitor.close();
  });

  it("has its operations among the models, with the project's own code", async () => {
    const page = await visit({ url, browser }, "#/models/pair?on=wasm");
    await status(page);
    await page.getByRole("button", { name: "Run here" }).click();
    await expect.poll(() => page.locator(".models-answer pre").textContent()).toContain('"doubled": 42');
    await leave(page);
  });

  it("when it does not compile, is left out alone: the server says where, and the model is among the others", async () => {
    project.edit("models/pair/view/pair-view.tsx", (text) => text.replace("</h1>", "</h2>"));
    const second = serve();
    try {
      const warning = await second.event(({ event, text }) => event === "warning" && /view of pair/.test(text));
      expect(warning.text).toMatch(
        /^the view of pair is not part of the page: models\/pair\/view\/pair-view\.tsx:23: /,
      );
      const address = (await second.event(({ event }) => event === "result")).url as string;
      const page = await visit({ url: address, browser }, "#/pair?on=wasm");
      await status(page);
      expect(await page.locator("header nav a").allTextContents()).toEqual(["Models", "API"]);
      await page.getByRole("button", { name: "Run here" }).click();
      await expect.poll(() => page.locator(".models-answer pre").textContent()).toContain('"doubled": 42');
      await leave(page);
    } finally {
      second.process.kill("SIGKILL");
    }
  });

  it("is in what `kiln web build` writes", async () => {
    project.edit("models/pair/view/pair-view.tsx", (text) => text.replace("</h2>", "</h1>"));
    const { code, err } = await kiln(project.folder, ["web", "build", "--out", "site"]);
    expect(code, err).toBe(0);
    expect(existsSync(join(project.folder, "site", "models", "pair", "1", "model.onnx"))).toBe(true);
  });
});
