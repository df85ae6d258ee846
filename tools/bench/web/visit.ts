/** A visit of the faces view with the probe in it. */
import type { BrowserContext, Page } from "playwright-core";
import { FailedError } from "../../../core/errors.js";
import type { Mark, Notes, Probed } from "./marks.js";
import { pageScript } from "./page-scripts.js";

/** How long a model may take to open, milliseconds: a loaded machine with WebGPU in software is slow. */
const PATIENCE = 180_000;

/** Where a visit goes, with the back end that it asks for. */
const facesOn = (backend: string): string => `#/faces?on=${backend}`;

/**
 * Opens the view and waits until its first face is on the screen.
 *
 * @throws FailedError with what the page says when it cannot open the model.
 */
export async function visitFaces(context: BrowserContext, url: string, backend: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(await pageScript("probe"));
  await page.goto(`${url}/${facesOn(backend)}`);
  await page.locator(".faces-hero canvas[data-drawn=true], .status .bad").first().waitFor({ timeout: PATIENCE });
  const bad = page.locator(".status .bad");
  if ((await bad.count()) > 0) throw new FailedError(`the page cannot open faces: ${await bad.first().textContent()}`);
  await waitForMarks(page, "face-frame", 1);
  return page;
}

/** Takes what the probe has noted. */
export function notesOf(page: Page): Promise<Notes> {
  return page.evaluate(() => (globalThis as unknown as { kilnProbe: Probed }).kilnProbe.taken());
}

/** Waits until the probe has noted so many marks of a kind. */
export async function waitForMarks(page: Page, kind: Mark["kind"], count: number): Promise<void> {
  await page.waitForFunction(
    ([what, many]) => (globalThis as unknown as { kilnProbe: Probed }).kilnProbe.count(what) >= many,
    [kind, count] as const,
    { timeout: PATIENCE },
  );
}

/** Waits until the page is kept for the next visit, and its workers ask for nothing any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await page.waitForLoadState("networkidle");
}
