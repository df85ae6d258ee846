/** `npm run bench -- web`: the page of a real server in a real browser. */
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { InterruptedError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import { thisMachine } from "../report/machine.js";
import { requireChromium, startBrowser } from "./chromium.js";
import { type DecodeTimes, measureDecode, openContenders } from "./decode.js";
import { type Drag, measureDrag } from "./drag.js";
import { type FirstPicture, measureFirstPicture } from "./first-picture.js";
import { type Memory, measureMemory } from "./memory.js";
import { webMarkdown } from "./report.js";
import type { WebResult } from "./result.js";
import { startServer } from "./server.js";
import { webVerdictsOn } from "./targets.js";
import { measureTransfer } from "./transfer.js";

/** What to measure. */
export interface WebBenchOptions {
  readonly repository: string;
  /** Few of everything: does it run? */
  readonly quick: boolean;
  /** Where results go. */
  readonly out: string;
}

/** How often. */
interface Amounts {
  readonly visitors: number;
  readonly rounds: number;
  readonly moves: number;
  readonly seeds: number;
  readonly decodes: number;
}

const full: Amounts = { visitors: 5, rounds: 11, moves: 600, seeds: 9, decodes: 10_000 };
const quick: Amounts = { visitors: 1, rounds: 2, moves: 60, seeds: 2, decodes: 300 };

const BACKEND = "wasm-threads";

/** What a page of two cores does by itself, and what it does when it is asked for threads. */
const DRAGGED = ["wasm", BACKEND] as const;

/** The page's memory is looked at when it is asked for, not half a minute later. */
const EAGER_MEMORY = "--enable-blink-features=ForceEagerMeasureMemory";

/**
 * Runs the bench; gives the result and writes it as JSON and Markdown.
 *
 * @throws FailedError when there is no Chromium, or the server does not start; UnavailableError and others of the page.
 */
export async function benchWeb(options: WebBenchOptions, reporter: Reporter, signal: AbortSignal): Promise<WebResult> {
  requireChromium();
  const amounts = options.quick ? quick : full;
  const created = new Date().toISOString();
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const goOn = (what: string): void => {
    if (signal.aborted) throw new InterruptedError("the bench was stopped");
    reporter.stage(what);
  };
  const server = await startServer(options.repository);
  try {
    const { url } = server;
    goOn("bytes over the wire");
    const transfers = [await measureTransfer(url, BACKEND, false), await measureTransfer(url, "webgpu", true)];
    goOn("first picture");
    const firstPictures: FirstPicture[] = [];
    for (let i = 0; i < amounts.visitors; i++) {
      goOn(`visitor ${i + 1} of ${amounts.visitors}`);
      firstPictures.push(await measureFirstPicture(url, BACKEND));
    }
    const browser = await startBrowser({ args: [EAGER_MEMORY] });
    try {
      const drags: Drag[] = [];
      for (const backend of DRAGGED) {
        goOn(`slider and faces on ${backend}`);
        drags.push(await measureDrag(browser, url, { backend, moves: amounts.moves, seeds: amounts.seeds }));
      }
      goOn("decoding, beside onnxruntime-web alone; then memory");
      const inference = await measureInference(browser, url, amounts, signal);
      const measured = {
        formatVersion: 1,
        created,
        machine: thisMachine(),
        browser: browser.version(),
        loadBefore,
        loadAfter: loadavg()[0] ?? Number.NaN,
        firstPictures,
        drags,
        transfers,
        ...inference,
      } as const;
      const result = { ...measured, verdicts: webVerdictsOn(measured) };
      await writeResult(options.out, result);
      return result;
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

async function measureInference(
  browser: Browser,
  url: string,
  { rounds, decodes }: Amounts,
  signal: AbortSignal,
): Promise<Pick<WebResult, "model" | "decode" | "memory">> {
  const { page, opened: model } = await openContenders(browser, url, BACKEND);
  const decode: DecodeTimes[] = await measureDecode(page, rounds, signal);
  const memory: readonly [Memory, Memory] = await measureMemory(browser, page, decodes);
  await page.close();
  return { model, decode, memory };
}

async function writeResult(folder: string, result: WebResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `web-${result.created.replaceAll(":", "-").replace(/\..*$/, "")}`;
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
  await writeFile(join(folder, `${name}.md`), webMarkdown(result));
}
