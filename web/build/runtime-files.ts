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
  for (const file of runtimeFiles) copyFileSync(join(from, file), join(out, folder, file));
  return `${folder}/`;
}
