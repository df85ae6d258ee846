/** Published models in anybody's page: the worker, the cache, the checks and the fallbacks of Kiln's own page. */
import { UsageError } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import type { Manifest } from "../../core/manifest.js";
import type { Tensors } from "../../core/tensor.js";
import { openModel } from "../inference/open-model.js";
import type { Backend, BackendReport, LoadProgress } from "../inference/types.js";
import { withPictures } from "./data-url.js";
import { siteModel } from "./site-model.js";

/** How a model is loaded. */
export interface LoadOptions {
  /** Told of bytes that arrive, then of compiling, checking and warming up. */
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
  /** Tries this back end first; the others follow. */
  readonly prefer?: Backend;
  /** True: `model.onnx` even where a smaller variant was published. */
  readonly exact?: boolean;
  /** The folder of onnxruntime's files, where the site of the model has none of this version. */
  readonly runtime?: string | URL;
  /** Starts the worker, for a page whose policy allows none from a `blob:`. @param script its program. */
  readonly worker?: (script: string) => Worker;
}

/** A model in the page. All of it runs in a worker of its own. */
export interface LoadedModel {
  readonly name: string;
  readonly version: number;
  /** Where it runs, and why there. */
  readonly backend: BackendReport & { readonly name: Backend; readonly because: string };
  /** By graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  /**
   * Asks by the contract: the fields are those of `POST /v1/<model>/predict`. A Blob, a File or a canvas stands for a picture.
   *
   * @throws InputError naming the field that does not fit.
   */
  predict(request: Readonly<Record<string, unknown>>, options?: { readonly signal?: AbortSignal }): Promise<JsonObject>;
  /**
   * Runs a graph as it is: raw tensors by the names of the contract.
   *
   * @throws InputError when the feeds do not fit the contract.
   */
  infer(graph: string, feeds: Tensors, options?: { readonly signal?: AbortSignal }): Promise<Tensors>;
  /** Called when the worker dies by itself: the model is closed, and can be loaded again. */
  onLost(listener: (why: string) => void): void;
  /** Ends the worker, which is what gives its memory back. */
  close(): void;
}

/**
 * Loads a published model from a Kiln server, or from a site that `kiln web build` wrote, and checks it against its golden
 * outputs here. The best back end that gives them is used: WebGPU, else threads of WebAssembly, else one.
 *
 * A page on another origin than the model needs its server's leave (CORS); threads need a page that is isolated from others.
 *
 * @param url of the model: `https://ml.example.org/models/parcel`.
 * @throws UsageError when the address has another form; NotFoundError when the site has no such model; UnavailableError when
 * its files cannot be had; VerificationError when they are not those that were published; FailedError when no back end
 * works here, with the reason of each.
 *
 * @example
 * ```ts
 * import { loadModel } from "kilnjs/web";
 *
 * const parcel = await loadModel("/models/parcel", {
 *   onProgress: ({ phase, done, total }) => console.log(phase, done / total),
 * });
 * const answer = await parcel.predict({ edges: [40, 30, 20], zone: "world" });
 * document.body.textContent = `${JSON.stringify(answer)}, by ${parcel.backend.name}: ${parcel.backend.because}`;
 * parcel.close();
 * ```
 */
export async function loadModel(url: string | URL, options: LoadOptions = {}): Promise<LoadedModel> {
  const { signal, runtime, worker = fromBlob, onProgress, prefer, exact } = options;
  const [{ base, model }, { workerSource, runtimeFolder }] = await Promise.all([
    siteModel(url, signal),
    import("./worker-source.js"),
  ]);
  if (workerSource === "") throw new UsageError("this is the source of kilnjs/web: build it, npm run build");
  const folder = runtime === undefined ? runtimeFolder : new URL(runtime, globalThis.location?.href).href;
  const place = { base, runtime: folder, startWorker: () => worker(workerSource) };
  const given = { signal, onProgress, prefer, exact };
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const opened = await openModel({ formatVersion: 1, models: [model] }, model.name, asked, place);
  return {
    name: opened.name,
    version: opened.version,
    backend: { ...opened.backend, name: opened.backend.backend, because: opened.backend.reason },
    manifests: opened.manifests,
    async predict(request, asking = {}) {
      const json = (await withPictures(request)) as JsonObject;
      const answer = await opened.run("predict", json, { ...asking, as: "json" });
      if (answer.kind !== "json") throw new UsageError("the answer is a picture");
      return answer.json as JsonObject;
    },
    infer: (graph, feeds, asking) => opened.infer(graph, feeds, asking),
    onLost: (listener) => opened.onLost(listener),
    close: () => opened.close(),
  };
}

function fromBlob(script: string): Worker {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return new Worker(address, { type: "module" });
  } finally {
    URL.revokeObjectURL(address);
  }
}
