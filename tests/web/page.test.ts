/** The page in a real Chromium, over a real server with models that were trained, converted and published for it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, start } from "../e2e/kiln.js";
import { root } from "../fixtures/source-tree.js";
import { chromiumFile, startBrowser } from "./support/chromium.js";
import { publishModels } from "./support/published.js";

const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");

describe.skipIf(chromiumFile === undefined)("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "kiln-web-"));
  let server: Running;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    await publishModels(folder);
    server = start(folder, ["serve", "--port", "0", "--json"]);
    url = (await server.event(({ event }) => event === "result")).url;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const card = (page: Page, name: string) => page.locator(`section[aria-labelledby="model-${name}"]`);

  async function visit(where: Browser = browser, width = 1280): Promise<Page> {
    const page = await (await where.newContext({ viewport: { width, height: 900 } })).newPage();
    await page.goto(`${url}/web/`);
    await card(page, "faces").waitFor();
    return page;
  }

  /** Opens a model and gives what the page says about it. */
  async function open(page: Page, name: string, backend?: string): Promise<string> {
    if (backend !== undefined) await card(page, name).locator("select").first().selectOption(backend);
    await card(page, name)
      .getByRole("button", { name: `Open ${name}` })
      .click();
    const said = card(page, name).locator(".state p:has-text('Runs on'), .state .bad");
    await said.waitFor({ timeout: 120_000 });
    return (await said.textContent()) ?? "";
  }

  it("opens both models on threads, and shows that the answers are those published", async () => {
    const page = await visit();
    for (const name of ["faces", "trend"]) {
      expect(await open(page, name)).toMatch(/threads of WebAssembly/);
      const rows = await card(page, name).locator("tr:has-text('this browser')").allInnerTexts();
      expect(rows).toHaveLength(name === "faces" ? 2 : 1);
      for (const row of rows) expect(Number(/\d\.\de-?\d+/.exec(row)?.[0])).toBeLessThanOrEqual(1e-5);
    }
    await card(page, "trend").getByRole("button", { name: "Check again" }).click();
    await page.getByText("Checked again just now.").waitFor();
    await page.context().close();
  });

  it("draws the very picture that the server draws for the same seed", async () => {
    const page = await visit();
    await open(page, "faces", "wasm");
    const request = { count: 4, seed: 11 };
    await card(page, "faces").locator("textarea").fill(JSON.stringify(request));
    await card(page, "faces").getByRole("button", { name: "Run here" }).click();
    const answered = card(page, "faces").getByRole("img", { name: "Answer of sample" });
    await answered.waitFor();
    const here = await answered.evaluate((canvas) => {
      const element = canvas as unknown as { width: number; height: number; getContext(kind: "2d"): Drawn };
      const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
      return { width: element.width, height: element.height, data: Array.from(data) };
    });
    const answer = await fetch(`${url}/v1/faces/sample`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "image/png" },
      body: JSON.stringify(request),
    });
    const there = await sharp(Buffer.from(await answer.arrayBuffer()))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([here.width, here.height]).toEqual([there.info.width, there.info.height]);
    const differences = here.data.map((value, i) => Math.abs(value - (there.data[i] ?? -999)));
    // Two runtimes may round a level to either side of a half.
    expect(differences.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(1);
    expect(differences.filter((value) => value > 0).length / differences.length).toBeLessThan(1e-3);
    await page.context().close();
  });

  it("redraws a face while a slider moves, and draws the way from A to B", async () => {
    const page = await visit();
    await open(page, "faces", "wasm");
    const faces = card(page, "faces");
    const sum = (selector: string): Promise<number> =>
      faces
        .locator(selector)
        .first()
        .evaluate((canvas) => {
          const element = canvas as unknown as { width: number; height: number; getContext(kind: "2d"): Drawn };
          const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
          return data.reduce((total, value, i) => total + value * (1 + (i % 97)), 0);
        });
    await faces.getByRole("button", { name: "Face 2", exact: true }).click();
    await faces.getByRole("button", { name: "Keep as A" }).click();
    await expect.poll(() => sum(".explorer canvas")).toBeGreaterThan(0);
    const before = await sum(".explorer canvas");
    await faces.locator(".slider input").first().focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => sum(".explorer canvas")).not.toBe(before);
    await faces.getByRole("button", { name: "Keep as B" }).click();
    await faces.locator(".strip canvas").nth(8).waitFor();
    // The ends of the way are the two faces.
    await expect.poll(() => sum(".strip canvas:first-child")).toBe(before);
    const end = await sum(".explorer canvas");
    await expect.poll(() => sum(".strip canvas:last-child")).toBe(end);
    await page.context().close();
  });

  it("loads no model file twice, and opens a model without the network once it was loaded", async () => {
    const page = await visit();
    await open(page, "trend", "wasm");
    await card(page, "trend").getByRole("button", { name: "Close trend" }).click();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.route("**/models/**", (route) => route.abort());
    expect(await open(page, "trend", "wasm")).toMatch(/one thread/);
    expect(asked.filter((path) => path.includes("/models/"))).toEqual([]);
    await page.context().close();
  });

  it("refuses a model that was changed on the wire, and keeps nothing of it", async () => {
    const page = await visit();
    await page.context().route("**/model.onnx", async (route) => {
      const response = await route.fetch();
      const body = Buffer.from(await response.body());
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      await route.fulfill({ response, body });
    });
    expect(await open(page, "trend")).toMatch(/not the one that was published/);
    await page.context().unroute("**/model.onnx");
    expect(await open(page, "trend")).toMatch(/Runs on/);
    await page.context().close();
  });

  it("says so when the network is gone, and goes on when it is back", async () => {
    const page = await visit();
    await page.context().setOffline(true);
    expect(await open(page, "trend")).toMatch(/cannot be reached|cannot be loaded/);
    await page.context().setOffline(false);
    expect(await open(page, "trend")).toMatch(/Runs on/);
    await page.context().close();
  });

  it("tells when a model's worker is killed, and opens it again", async () => {
    const page = await visit();
    await page.addInitScript(() => {
      // The page's own workers, so that the test can break one as a crash would.
      const scope = globalThis as unknown as { Worker: new (...args: unknown[]) => EventTarget; made: EventTarget[] };
      const Native = scope.Worker;
      scope.made = [];
      scope.Worker = class extends Native {
        constructor(...args: unknown[]) {
          super(...args);
          scope.made.push(this);
        }
      };
    });
    await page.reload();
    await open(page, "trend", "wasm");
    await page.evaluate(() => {
      const { made } = globalThis as unknown as { made: EventTarget[] };
      made.at(-1)?.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
    });
    await card(page, "trend").getByText("The model was lost: out of memory").waitFor();
    expect(await open(page, "trend", "wasm")).toMatch(/Runs on/);
    await page.context().close();
  });

  it("shows that a repeated check failed, and no figure of the one before", async () => {
    const page = await visit();
    await open(page, "trend", "wasm");
    await page.evaluate(() => {
      // The worker's answer to the next check, as it is when a runtime gives other numbers.
      const { prototype } = (globalThis as unknown as { Worker: { prototype: Posting } }).Worker;
      const post = prototype.postMessage;
      prototype.postMessage = function (this: Posting, message, ...rest) {
        if (message.question.kind !== "verify") return post.call(this, message, ...rest);
        const error = { kind: "verification", reason: "trend answers probability = 2 here where 1 was published" };
        this.dispatchEvent(new MessageEvent("message", { data: { id: message.id, error } }));
      };
    });
    await card(page, "trend").getByRole("button", { name: "Check again" }).click();
    await card(page, "trend").getByText("It failed: trend answers probability = 2").waitFor();
    expect(await card(page, "trend").locator("tr:has-text('this browser')").textContent()).toContain("not known");
    await page.context().close();
  });

  it("can be used with the keyboard alone", async () => {
    const page = await visit();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement } = (globalThis as unknown as Scope).document;
        return activeElement?.tagName === "BUTTON" ? (activeElement.textContent ?? "") : "";
      });
    for (let i = 0; i < 10 && !(await focused()).includes("Open trend"); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await card(page, "trend").locator(".state p:has-text('Runs on')").waitFor({ timeout: 60_000 });
    for (let i = 0; i < 15 && !(await focused()).includes("Run here"); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await card(page, "trend").locator("pre").waitFor();
    expect(await card(page, "trend").locator("pre").textContent()).toContain('"probability"');
    await page.context().close();
  });

  it.each([360, 1280, 2560])("at %i px nothing overflows and axe finds nothing serious", async (width) => {
    const page = await visit(browser, width);
    await open(page, "trend", "wasm");
    await card(page, "trend").getByRole("button", { name: "Run here" }).click();
    await card(page, "trend").locator("pre").waitFor();
    const over = await page.evaluate(() => {
      const scope = globalThis as unknown as Scope;
      return scope.document.documentElement.scrollWidth - scope.innerWidth;
    });
    expect(over).toBeLessThanOrEqual(0);
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string; impact: string }[] };
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.context().close();
  });

  it("runs on WebGPU where the graph can, and falls back where it cannot", async () => {
    const graphics = await startBrowser({ webgpu: true });
    try {
      const page = await visit(graphics);
      expect(await open(page, "faces", "webgpu")).toMatch(/WebGPU|WebAssembly/);
      expect(await card(page, "faces").locator("tr:has-text('this browser')").count()).toBe(2);
      expect(await open(page, "trend", "webgpu")).toMatch(/Runs on/);
    } finally {
      await graphics.close();
    }
  });
});

/** What the tests look at of a page: the tests' own compiler knows no DOM. */
interface Scope {
  readonly innerWidth: number;
  readonly document: {
    readonly activeElement: { readonly tagName: string; readonly textContent: string | null } | null;
    readonly documentElement: { readonly scrollWidth: number };
  };
}

interface Drawn {
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
}

interface Posting extends EventTarget {
  postMessage(message: { readonly id: number; readonly question: { readonly kind: string } }, ...rest: unknown[]): void;
}
