/** A real Chromium for the tests of the page, where the machine has one. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser's file: KILN_CHROMIUM, or where Debian and others put it; undefined where there is none. */
export const chromiumFile: string | undefined = [process.env.KILN_CHROMIUM ?? "", ...places].find(
  (file) => file !== "" && existsSync(file),
);

/** Quiet: nothing is looked up, updated or reported while a test counts what comes over the network. */
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

/** Starts a browser; the caller closes it. */
export function startBrowser({ webgpu = false }: { webgpu?: boolean } = {}): Promise<Browser> {
  if (chromiumFile === undefined) throw new Error("there is no Chromium on this machine");
  return chromium.launch({
    executablePath: chromiumFile,
    args: [...common, ...(webgpu ? softwareGpu : ["--disable-gpu"])],
  });
}
