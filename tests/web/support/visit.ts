/** A visitor of the page: what the tests do again and again in a browser. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";

/** Where the tests' server is, and a browser; they are there when a test runs, not when it is declared. */
export interface Visited {
  readonly url: string;
  readonly browser: Browser;
}

/** How a visitor sees the page. */
export interface Seeing {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly locale?: string;
}

/** Somebody who has never been here, and has nothing of what others loaded. The caller closes it. */
export function newVisitor(browser: Browser, seeing: Seeing = {}): Promise<BrowserContext> {
  const { width = 1280, scheme = "light", locale = "en-US" } = seeing;
  return browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, locale });
}

/** The visitor of each browser who comes again and again. */
const regulars = new WeakMap<Browser, Promise<BrowserContext>>();

/** Opens a route of the page (`#/faces?on=wasm`) in a tab: of a visitor, or of the regular one. `leave` ends it. */
export async function visit(site: Visited, route: string, visitor?: BrowserContext): Promise<Page> {
  const page = await (visitor ?? (await regularOf(site.browser))).newPage();
  await page.goto(`${site.url}/${route}`);
  return page;
}

function regularOf(browser: Browser): Promise<BrowserContext> {
  const visitor = regulars.get(browser) ?? newVisitor(browser);
  regulars.set(browser, visitor);
  return visitor;
}

/** Closes a tab, unless it is its visitor's first: with that one open, the next finds the runtime compiled. */
export async function leave(page: Page): Promise<void> {
  if (page.context().pages()[0] !== page) await page.close();
}

/** Waits until the view's model runs, or cannot; gives what the page says, with its reasons. */
export async function status(page: Page): Promise<string> {
  const said = page.locator(".status .running, .status .bad");
  await said.first().waitFor({ timeout: 120_000 });
  return (await said.first().textContent()) ?? "";
}

/** Pixels of a canvas once it has been drawn, RGBA. */
export async function pixelsOf(canvas: Locator): Promise<{ width: number; height: number; data: number[] }> {
  await canvas.and(canvas.page().locator("[data-drawn=true]")).waitFor();
  return canvas.evaluate((element) => {
    const drawn = element as unknown as Drawn;
    const { data } = drawn.getContext("2d").getImageData(0, 0, drawn.width, drawn.height);
    return { width: drawn.width, height: drawn.height, data: Array.from(data) };
  });
}

/** Sum of a canvas' levels, weighted by place: another picture has another sum. */
export async function sumOf(canvas: Locator): Promise<number> {
  const { data } = await pixelsOf(canvas);
  return data.reduce((total, value, i) => total + value * (1 + (i % 97)), 0);
}

/** What the tests look at of a canvas: the tests' own compiler knows no DOM. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  getContext(kind: "2d"): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  };
}
