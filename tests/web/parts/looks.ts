/** Every view at every width, in both languages and colours: nothing overflows, nobody is kept out, and it looks as it did. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../fixtures/source-tree.js";
import { leave, newVisitor, status, type Visited, visit } from "../support/visit.js";

const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
const kept = join(root, "tests", "web", "looks");

/** Screenshots are kept at this width: fonts differ from machine to machine, a layout does not. */
const KEPT_WIDTH = 96;
/** Levels of 255 that a picture may differ on average. */
const TOLERANCE = 10;

const views = ["faces", "trend", "models/faces", "models/trend"];

/** Tests over a server that is running by then. */
export function looksTests(site: () => Visited): void {
  describe.each([
    [360, "dark", "zh-TW"],
    [1280, "light", "en-US"],
    [2560, "dark", "en-US"],
  ] as const)("at %i px, %s, %s", (width, scheme, locale) => {
    let visitor: BrowserContext;
    beforeAll(async () => {
      visitor = await newVisitor(site().browser, { width, scheme, locale });
    });
    afterAll(() => visitor.close());

    it.each(views)("%s: no overflow, no serious finding of axe, and as it looked before", async (view) => {
      const page = await visit(site(), `#/${view}?on=wasm`, visitor);
      await status(page);
      expect(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
      ).toBeLessThanOrEqual(0);
      expect(await page.evaluate("document.documentElement.lang")).toBe(locale === "zh-TW" ? "zh-Hant" : "en");
      await page.evaluate(axe);
      const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string; impact: string }[] };
      expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
      // Without a Chinese font every sign is an empty box, and lines break elsewhere than in what was kept.
      if (locale !== "zh-TW" || hasChineseFont()) {
        const difference = await differenceFromKept(page, `${view.replace("/", "-")}-${width}-${scheme}`);
        expect(difference).toBeLessThanOrEqual(TOLERANCE);
      }
      await leave(page);
    });
  });

  it("follows the visitor's own choice of language and colours, and keeps it", async () => {
    const visitor = await newVisitor(site().browser);
    const page = await visit(site(), "#/models/trend?on=wasm", visitor);
    await page.getByRole("radio", { name: "繁中" }).check({ force: true });
    await page.getByRole("heading", { name: "模型", level: 1 }).waitFor();
    const ground = (): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.getByRole("radio", { name: "深色" }).check({ force: true });
    await expect.poll(ground).not.toBe(light);
    await page.reload();
    await page.getByRole("heading", { name: "模型", level: 1 }).waitFor();
    await expect.poll(ground).not.toBe(light);
    await page.getByRole("radio", { name: "淺色" }).check({ force: true });
    await expect.poll(ground).toBe(light);
    await visitor.close();
  });

  it("moves nothing that is there when the model comes", async () => {
    const context = await newVisitor(site().browser);
    await context.addInitScript(() => {
      const scope = globalThis as unknown as Shifting;
      scope.shift = 0;
      new scope.PerformanceObserver((list) => {
        for (const entry of list.getEntries()) scope.shift += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const page = await visit(site(), "#/faces?on=wasm", context);
    await status(page);
    await page.locator(".faces-cell canvas").last().and(page.locator("[data-drawn=true]")).waitFor();
    // Lighthouse's own bound for "good" (Cumulative Layout Shift).
    expect(await page.evaluate("shift")).toBeLessThan(0.1);
    await context.close();
  });
}

/** Asks fontconfig, as Chromium on Linux does; where it is absent, the font is taken to be there. */
function hasChineseFont(): boolean {
  const { stdout, error } = spawnSync("fc-list", [":lang=zh-tw", "family"], { encoding: "utf8" });
  return error !== undefined || stdout.trim() !== "";
}

/** Levels that the view differs by from how it was kept; pictures and figures, which are the models', are masked. */
async function differenceFromKept(page: Page, name: string): Promise<number> {
  const style = "canvas, svg, td, pre, textarea, .running, progress { visibility: hidden !important }";
  const shot = await page.screenshot({ style, animations: "disabled" });
  const small = await sharp(shot).removeAlpha().resize(KEPT_WIDTH).png().toBuffer();
  const file = join(kept, `${name}.png`);
  if (process.env.KILN_KEEP_LOOKS !== undefined) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(file, small);
  }
  if (!existsSync(file)) throw new Error(`${file} is missing: KILN_KEEP_LOOKS=1 npx vitest run tests/web makes it`);
  const [now, before] = await Promise.all([sharp(small).raw().toBuffer(), sharp(file).removeAlpha().raw().toBuffer()]);
  if (now.length !== before.length) return 255;
  return now.reduce((sum, level, i) => sum + Math.abs(level - (before[i] ?? 0)), 0) / now.length;
}

interface Shifting {
  shift: number;
  readonly PerformanceObserver: new (
    listener: (list: { getEntries(): { readonly value: number; readonly hadRecentInput: boolean }[] }) => void,
  ) => { observe(options: { type: string; buffered: boolean }): void };
}
