/** A slider that is dragged and a seed that is changed, by the browser's own input events, in the page as visitors have it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { type Followed, followedOf, gridsOf } from "./marks.js";
import { notesOf, visitFaces, waitForMarks } from "./visit.js";

/** Faces of a seed: eight by eight. */
const GRID = 64;

/** Between two movements of the mouse, milliseconds; mice tell of 125 a second. The browser puts them together by frame. */
const MOUSE = 8;

/** What came of it. */
export interface Drag {
  readonly backend: string;
  readonly moves: readonly Followed[];
  /** Movements that the slider told of. */
  readonly inputs: number;
  /** Durations of main-thread tasks over 50 ms while dragging. */
  readonly longTasks: readonly number[];
  /** From the click on "next seed" to the frame with the last of 64 new faces, milliseconds. */
  readonly grids: readonly number[];
}

/** Drags the first slider to and fro in so many movements, then asks for so many seeds. */
export async function measureDrag(
  browser: Browser,
  url: string,
  { backend, moves, seeds }: { readonly backend: string; readonly moves: number; readonly seeds: number },
): Promise<Drag> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await visitFaces(context, url, backend);
    await page
      .locator(".faces-cell canvas[data-drawn=true]")
      .nth(GRID - 1)
      .waitFor();
    await drag(page, 30); // until the browser has compiled what a movement runs
    await rest(page);
    await notesOf(page);
    await drag(page, moves);
    await rest(page);
    const { marks, longTasks } = await notesOf(page);
    const inputs = marks.filter(({ kind }) => kind === "input").length;
    return { backend, moves: followedOf(marks), inputs, longTasks, grids: await grids(page, seeds) };
  } finally {
    await context.close();
  }
}

async function drag(page: Page, moves: number): Promise<void> {
  const slider = page.locator(".faces-sliders input[type=range]").first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (box === null) throw new Error("the page has no slider");
  const y = box.y + box.height / 2;
  const at = (share: number): number => box.x + box.width * (0.1 + 0.8 * share);
  await page.mouse.move(at(0.5), y);
  await page.mouse.down();
  for (let i = 0; i < moves; i++) {
    // To and fro in about a second, each place another value than the last.
    const share = Math.abs(((((i / 60 + 0.5) % 2) + 2) % 2) - 1);
    await Promise.all([page.mouse.move(at(share), y), sleep(MOUSE)]);
  }
  await page.mouse.up();
}

/** Until the last picture and what lies around it are there. */
async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(1500);
}

async function grids(page: Page, seeds: number): Promise<number[]> {
  const next = page.locator(".faces-seed button").nth(1);
  const found: number[] = [];
  for (let i = 0; i < seeds; i++) {
    await notesOf(page);
    await next.click();
    await waitForMarks(page, "cell-frame", GRID);
    await rest(page);
    found.push(...gridsOf((await notesOf(page)).marks, GRID));
  }
  return found;
}
