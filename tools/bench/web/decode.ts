/** The time of a decode, Kiln's inference and onnxruntime-web by itself taking turns in one page. */
import type { Browser, Page } from "playwright-core";
import { InterruptedError } from "../../../core/errors.js";
import { median } from "../measure/statistics.js";
import type { ContenderName, Contenders, OpenedContenders } from "./contenders.js";
import { pageScript } from "./page-scripts.js";

type Scope = { readonly kilnContenders: Contenders };

/** Rows of the batches, and how many decodes are a turn. */
export const batches = [
  { rows: 1, count: 40 },
  { rows: 16, count: 8 },
  { rows: 64, count: 4 },
] as const;

/** One batch size. */
export interface DecodeTimes {
  readonly rows: number;
  /** Milliseconds of a decode, from the question to the answer in the page: the median of each round's turn. */
  readonly kiln: readonly number[];
  readonly bare: readonly number[];
}

/** Opens a page of the server in which nothing runs but the two contenders. */
export async function openContenders(
  browser: Browser,
  url: string,
  backend: "wasm" | "wasm-threads",
): Promise<{ readonly page: Page; readonly opened: OpenedContenders }> {
  const page = await browser.newPage();
  // The page's own policy lets nothing be evaluated in it later.
  await page.addInitScript(await pageScript("contenders"));
  // A place of the page where no model is open.
  await page.goto(`${url}/#/models/none`);
  const script = await pageScript("bare-worker");
  const opened = await page.evaluate(
    ([on, text]) => (globalThis as unknown as Scope).kilnContenders.open(on, false, text),
    [backend, script] as const,
  );
  return { page, opened };
}

/** Measures every batch size, round by round; who begins changes with each round. */
export async function measureDecode(page: Page, rounds: number, signal: AbortSignal): Promise<DecodeTimes[]> {
  const times = batches.map(({ rows }) => ({ rows, kiln: [] as number[], bare: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    const order: readonly ContenderName[] = round % 2 === 0 ? ["kiln", "bare"] : ["bare", "kiln"];
    for (const [i, { rows, count }] of batches.entries()) {
      for (const who of order) {
        if (signal.aborted) throw new InterruptedError("the bench was stopped");
        times[i]?.[who].push(median(await turn(page, who, rows, count)));
      }
    }
  }
  return times;
}

function turn(page: Page, who: ContenderName, rows: number, count: number): Promise<number[]> {
  return page.evaluate(([name, ...how]) => (globalThis as unknown as Scope).kilnContenders.decode(name, ...how), [
    who,
    rows,
    count,
  ] as const);
}
