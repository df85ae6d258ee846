/** onnxruntime-web's scripts. The page has them among its own; the library's worker takes them from `folder`. */

/** The runtime for WebAssembly. @param _folder absolute address of the runtime's files. */
export function wasmScript(_folder: string): Promise<typeof import("onnxruntime-web/wasm")> {
  return import("onnxruntime-web/wasm");
}

/** The runtime for WebGPU. @param _folder absolute address of the runtime's files. */
export function webGpuScript(_folder: string): Promise<typeof import("onnxruntime-web/webgpu")> {
  return import("onnxruntime-web/webgpu");
}
