/** The page's memory after a few decodes and after many: what grows would grow without end. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import type { Contenders } from "./contenders.js";

type Scope = { readonly kilnContenders: Contenders };

/** Decodes before the first look: by then everything has its room. */
const WARM_UP = 100;

/** One look. */
export interface Memory {
  /** Decodes so far. */
  readonly decodes: number;
  /** Of page and workers, as the browser counts them after it has collected garbage. */
  readonly bytes: number;
  /** Of the page's process, resident; null where the system does not tell. */
  readonly residentBytes: number | null;
}

/** Looks, decodes one face `decodes` times in a page with contenders, and looks again. The bare one is closed first. */
export async function measureMemory(browser: Browser, page: Page, decodes: number): Promise<readonly [Memory, Memory]> {
  await page.evaluate(() => (globalThis as unknown as Scope).kilnContenders.closeBare());
  await repeat(page, WARM_UP);
  const before = await look(browser, page, WARM_UP);
  await repeat(page, decodes);
  return [before, await look(browser, page, WARM_UP + decodes)];
}

async function repeat(page: Page, count: number): Promise<void> {
  await page.evaluate((many) => (globalThis as unknown as Scope).kilnContenders.repeat(many), count);
}

async function look(browser: Browser, page: Page, decodes: number): Promise<Memory> {
  const bytes = await page.evaluate(() => (globalThis as unknown as Scope).kilnContenders.memory());
  return { decodes, bytes, residentBytes: await residentBytes(browser) };
}

/** Of all renderers, of which the page's is the only one with anything in it. */
async function residentBytes(browser: Browser): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const statuses = await Promise.all(renderers.map(({ id }) => readFile(`/proc/${id}/status`, "utf8")));
  return statuses.reduce((sum, text) => sum + 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0), 0);
}
