/** A real Chromium for the bench and the tests of the page, where the machine has one. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { FailedError } from "../../../core/errors.js";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser's file: KILN_CHROMIUM, or where Debian and others put it; undefined where there is none. */
export const chromiumFile: string | undefined = [process.env.KILN_CHROMIUM ?? "", ...places].find(
  (file) => file !== "" && existsSync(file),
);

/** Quiet: nothing is looked up, updated or reported while somebody counts what comes over the network. */
const common = [
  "--headless",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** WebGPU by SwiftShader: slow, and with the right answers. */
const softwareGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** How a browser is started. */
export interface BrowserOptions {
  readonly webgpu?: boolean;
  /** Further switches. */
  readonly args?: readonly string[];
}

/** Starts a browser; the caller closes it. @throws FailedError when the machine has none. */
export function startBrowser(options: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: requireChromium(), args: switches(options) });
}

/**
 * Starts a browser that keeps what it loads in a folder, as a visitor's own does: with the same folder it is a later visit.
 * The caller closes it.
 *
 * @throws FailedError when the machine has none.
 */
export function startVisitor(folder: string, options: BrowserOptions = {}): Promise<BrowserContext> {
  const viewport = { width: 1280, height: 900 };
  return chromium.launchPersistentContext(folder, {
    executablePath: requireChromium(),
    args: switches(options),
    viewport,
  });
}

/** Where the browser is. @throws FailedError when the machine has none. */
export function requireChromium(): string {
  if (chromiumFile !== undefined) return chromiumFile;
  throw new FailedError("there is no Chromium on this machine", {
    next: "Install it (Debian: apt install chromium), or name its file in KILN_CHROMIUM.",
  });
}

function switches({ webgpu = false, args = [] }: BrowserOptions): string[] {
  return [...common, ...(webgpu ? softwareGpu : ["--disable-gpu"]), ...args];
}
