/** Runs a tiny model in onnxruntime-web's WebAssembly, as a browser would. */
import { report } from "./report.mjs";
import { ONNX_MODEL, proveRuntime } from "./tiny-model.mjs";

await report(async () => {
  const ort = await import("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = 1;
  await proveRuntime(ort, ONNX_MODEL);
  return `onnxruntime-web ${ort.env.versions.web} (wasm), numbers exact`;
});
