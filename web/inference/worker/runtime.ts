/** onnxruntime-web for one back end. A worker starts one, once: a start that failed would spoil the next. */
import type { InferenceSession } from "onnxruntime-common";
import { FailedError } from "../../../core/errors.js";
import type { OnnxRuntime } from "../../../core/runner.js";
import type { Backend } from "../types.js";
import { wasmScript, webGpuScript } from "./runtime-script.js";

/** A runtime and how its sessions are made. */
export interface StartedRuntime {
  readonly ort: OnnxRuntime;
  readonly options: InferenceSession.SessionOptions;
  readonly threads: number;
}

/** More threads than this gain nothing for models of this size, and take what the page needs. */
const MOST_THREADS = 4;

/**
 * Starts the runtime.
 *
 * @param folder absolute address of its WebAssembly files.
 * @throws FailedError saying why this back end cannot be had here.
 */
export async function startRuntime(backend: Backend, folder: string): Promise<StartedRuntime> {
  if (backend === "webgpu") return startWebGpu(folder);
  const threads = backend === "wasm" ? 1 : threadsHere();
  const ort = await wasmScript(folder);
  ort.env.wasm.wasmPaths = folder;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  return { ort: runtimeOf(ort), options: { executionProviders: ["wasm"] }, threads };
}

function threadsHere(): number {
  if (!globalThis.crossOriginIsolated) {
    throw new FailedError("threads need a page that is isolated from other sites, which this server does not ask for");
  }
  const cores = navigator.hardwareConcurrency;
  if (cores < 2) throw new FailedError("this machine has one core");
  // A core is left to the page: threads that wait for work keep theirs busy, and what is drawn meanwhile has to wait.
  return Math.max(2, Math.min(MOST_THREADS, cores - 1));
}

async function startWebGpu(folder: string): Promise<StartedRuntime> {
  const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<unknown> } };
  if (gpu === undefined) throw new FailedError("this browser has no WebGPU");
  if ((await gpu.requestAdapter()) == null) throw new FailedError("WebGPU finds no graphics processor here");
  // Twice the size of the other: loaded only where it is used.
  const ort = await webGpuScript(folder);
  ort.env.wasm.wasmPaths = folder;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return { ort: runtimeOf(ort), options: { executionProviders: ["webgpu"] }, threads: 1 };
}

/** Outputs are copied out of WebAssembly's memory, or off the graphics processor, by onnxruntime-web. */
function runtimeOf({ InferenceSession, Tensor }: Pick<OnnxRuntime, "InferenceSession" | "Tensor">): OnnxRuntime {
  return { InferenceSession, Tensor, freshOutputs: true };
}
