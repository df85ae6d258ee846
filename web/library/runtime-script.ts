/** Takes the place of `web/inference/worker/runtime-script.ts` in the library's worker: the scripts come from the site. */

/** The runtime for WebAssembly. @param folder absolute address of the runtime's files. */
export function wasmScript(folder: string): Promise<typeof import("onnxruntime-web/wasm")> {
  return import(new URL("ort.wasm.min.mjs", folder).href);
}

/** The runtime for WebGPU. @param folder absolute address of the runtime's files. */
export function webGpuScript(folder: string): Promise<typeof import("onnxruntime-web/webgpu")> {
  return import(new URL("ort.webgpu.min.mjs", folder).href);
}
