/** onnxruntime-web's own files, which it asks for by name. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Its two builds: WebAssembly alone, and with WebGPU. */
const runtimeFiles = [
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
  "ort-wasm-simd-threaded.asyncify.mjs",
  "ort-wasm-simd-threaded.asyncify.wasm",
] as const;

/** Its scripts, for pages of others that load a model from here by `kilnjs/web`. */
const libraryScripts = ["ort.wasm.min.mjs", "ort.webgpu.min.mjs"] as const;

/**
 * Copies them.
 *
 * @param built a page that has them, compressed too.
 * @returns the folder, whose name changes with the version: its files are kept by browsers for good.
 */
export function copyRuntime(out: string, built?: string): string {
  const require = createRequire(import.meta.url);
  const about = require.resolve("#dist/vendor/onnxruntime-web/package.json");
  const { version } = JSON.parse(readFileSync(about, "utf8")) as { version: string };
  const folder = `ort-${version}`;
  if (built !== undefined && existsSync(join(built, folder))) {
    cpSync(join(built, folder), join(out, folder), { recursive: true });
    return `${folder}/`;
  }
  // Only the build of this installation comes here: whoever installed Kiln has a page with these files.
  const from = dirname(require.resolve("onnxruntime-web/wasm"));
  mkdirSync(join(out, folder));
  const scripts = dirname(about);
  for (const file of libraryScripts) copyFileSync(join(scripts, "dist", file), join(out, folder, file));
  for (const file of runtimeFiles) copyFileSync(join(from, file), join(out, folder, file));
  return `${folder}/`;
}

/** The licences of what the page is made with, at `THIRD_PARTY_NOTICES.txt`. @param root of this installation. */
export function copyNotices(root: string, out: string): void {
  const notices = join(root, "dist", "THIRD_PARTY_NOTICES.txt");
  if (existsSync(notices)) copyFileSync(notices, join(out, "THIRD_PARTY_NOTICES.txt"));
}
