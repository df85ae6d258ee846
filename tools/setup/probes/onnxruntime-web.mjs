/** Runs a tiny model in onnxruntime-web's WebAssembly, as a browser would. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { report } from "./report.mjs";
import { ONNX_MODEL, proveRuntime } from "./tiny-model.mjs";

await report(async () => {
  const require = createRequire(import.meta.url);
  const { version } = require("#dist/vendor/onnxruntime-web/package.json");
  const script = require.resolve("#dist/vendor/onnxruntime-web/dist/ort.wasm.min.mjs");
  /** @type {typeof import("onnxruntime-web/wasm")} */
  const ort = await import(pathToFileURL(script).href);
  const wasm = require.resolve(`#dist/bare-page/ort-${version}/ort-wasm-simd-threaded.wasm.br`);
  ort.env.wasm.wasmBinary = brotliDecompressSync(readFileSync(wasm));
  ort.env.wasm.numThreads = 1;
  await proveRuntime(ort, ONNX_MODEL);
  return `onnxruntime-web ${ort.env.versions.web} (wasm), numbers exact`;
});
