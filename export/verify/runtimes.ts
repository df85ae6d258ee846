/**
 * The runtimes that a published model is verified in. Each is loaded when it is first needed: `kiln --help` must not wait
 * for 30 MB of native code.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { InferenceSession } from "onnxruntime-common";
import { z } from "zod";
import { parseJsonAs } from "../../core/json.js";
import type { OnnxRuntime } from "../../core/runner.js";

/** onnxruntime's warnings are about speed, on stderr, and in its own words. */
const ERRORS_ONLY = 3;

/** A runtime that is ready to load models. */
export interface LoadedRuntime {
  readonly runtime: OnnxRuntime;
  readonly options: InferenceSession.SessionOptions;
}

/** A runtime that models are verified in. */
export interface VerifiedRuntime {
  readonly name: "onnxruntime-node" | "onnxruntime-web";
  readonly provider: "cpu" | "wasm";
  load(): Promise<LoadedRuntime>;
  version(): Promise<string>;
}

/** onnxruntime-node as the server runs it: one thread, all graph optimizations (those are what can go wrong). */
const onnxruntimeNode: VerifiedRuntime = {
  name: "onnxruntime-node",
  provider: "cpu",
  load: async () => ({
    runtime: await import("onnxruntime-node"),
    options: {
      executionProviders: ["cpu"],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      logSeverityLevel: ERRORS_ONLY,
    },
  }),
  version: () => packageVersion("onnxruntime-node"),
};

/** onnxruntime-web's WebAssembly, the same file that a browser gets, run by Node. */
const onnxruntimeWeb: VerifiedRuntime = {
  name: "onnxruntime-web",
  provider: "wasm",
  load: async () => {
    const ort = await importWasm();
    ort.env.wasm.numThreads = 1;
    // Handed in as bytes: a path would be fetched, and Node's fetch reads no files.
    ort.env.wasm.wasmBinary ??= await wasmBinary();
    return {
      runtime: ort,
      options: { executionProviders: ["wasm"], graphOptimizationLevel: "all", logSeverityLevel: ERRORS_ONLY },
    };
  },
  version: async () => (await vendoredPackage()).version,
};

/** As the build copied it: the package itself is ten times as large, and is not installed with Kiln. */
async function importWasm(): Promise<typeof import("onnxruntime-web/wasm")> {
  const script = require.resolve("#dist/vendor/onnxruntime-web/dist/ort.wasm.min.mjs");
  return (await import(/* @vite-ignore */ pathToFileURL(script).href)) as typeof import("onnxruntime-web/wasm");
}

/** The file that the page gives to browsers, in the form that it travels in. */
async function wasmBinary(): Promise<Uint8Array<ArrayBuffer>> {
  const { version } = await vendoredPackage();
  const file = require.resolve(`#dist/bare-page/ort-${version}/ort-wasm-simd-threaded.wasm.br`);
  return new Uint8Array(await decompress(await readFile(file)));
}

function vendoredPackage(): Promise<{ version: string }> {
  return readPackage(require.resolve("#dist/vendor/onnxruntime-web/package.json"));
}

/** Every published model agrees with tfjs in all of these. */
export const verifiedRuntimes: readonly VerifiedRuntime[] = [onnxruntimeNode, onnxruntimeWeb];

const require = createRequire(import.meta.url);
const decompress = promisify(brotliDecompress);

/** Not `require("…/package.json")`: the packages' `exports` hide that file. */
async function packageVersion(name: string): Promise<string> {
  const entry = require.resolve(name);
  const folder = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 2);
  return (await readPackage(`${folder}package.json`)).version;
}

async function readPackage(file: string): Promise<{ version: string }> {
  return parseJsonAs(z.object({ version: z.string() }), await readFile(file, "utf8"), "package.json", file);
}
