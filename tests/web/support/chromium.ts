/** A real Chromium for the tests of the page: the one that the bench drives. */
import type { Browser } from "playwright-core";
import { type BrowserOptions, startBrowser as start } from "../../../tools/bench/web/chromium.js";

export { chromiumFile } from "../../../tools/bench/web/chromium.js";

/**
 * Tabs of one visitor share a process, and with it the compiled runtime; and WebAssembly is not optimized, which takes
 * longer than what these small models compute. What is shown is the same.
 */
const SPARING = ["--renderer-process-limit=1", "--js-flags=--liftoff-only"];

/** Starts a browser; the caller closes it. */
export function startBrowser({ webgpu = false }: Pick<BrowserOptions, "webgpu"> = {}): Promise<Browser> {
  return start({ webgpu, args: SPARING });
}
