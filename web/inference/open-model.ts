/** Opens published models in the page: the best back end that gives the published answers. */
import { FailedError, KilnError, messageOf, NotFoundError, UnavailableError } from "../../core/errors.js";
import type { Site } from "../../core/site.js";
import type { OpenedModel } from "./messages.js";
import type { Place } from "./place.js";
import { type Backend, backends, type OpenModel, type OpenOptions, type Refusal } from "./types.js";
import { WorkerLink } from "./worker-link.js";

/**
 * Opens a model of the site: each back end is tried in a worker of its own until one gives the golden outputs.
 *
 * @throws NotFoundError when the site has no such model; UnavailableError when its files cannot be had;
 * VerificationError when they are not those that were published; FailedError when no back end works here, with the
 * reason of each.
 *
 * @param place where the site is; the page's own when left out.
 */
export async function openModel(
  site: Site,
  name: string,
  options: OpenOptions = {},
  { base, runtime, startWorker }: Place = ownPage(),
): Promise<OpenModel> {
  const model = site.models.find((one) => one.name === name);
  if (model === undefined) throw new NotFoundError(`there is no model "${name}" here`);
  const refused: Refusal[] = [];
  for (const backend of inOrder(options.prefer)) {
    options.signal?.throwIfAborted();
    const link = new WorkerLink(startWorker(), options.onProgress);
    try {
      const { exact = false, graphs = model.graphs.map((graph) => graph.name) } = options;
      const question = { kind: "open", model, backend, graphs, exact, base, runtime } as const;
      const asked = options.signal === undefined ? {} : { signal: options.signal };
      const opened = await link.ask(question, asked);
      return opening(link, name, model.version, opened, { backend, refused, prefer: options.prefer });
    } catch (error) {
      link.close();
      // What is wrong with the files is wrong for every back end.
      if (error instanceof UnavailableError || isAbort(error) || isWrongFile(error)) throw error;
      const why = messageOf(error);
      console.info(`Kiln: ${backend} is not used: ${why}`);
      refused.push({ backend, why: inShort(why) });
    }
  }
  const reasons = refused.map(({ backend, why }) => `${backend}: ${why}`).join("; ");
  throw new FailedError(`this browser cannot run ${name}: ${reasons}`);
}

function opening(
  link: WorkerLink,
  name: string,
  version: number,
  { manifests, checks, threads }: OpenedModel,
  { backend, refused, prefer }: { backend: Backend; refused: readonly Refusal[]; prefer: Backend | undefined },
): OpenModel {
  return {
    name,
    version,
    manifests,
    backend: {
      backend,
      threads,
      reason: reasonOf(backend, threads, refused, prefer),
      refused,
      checks,
    },
    run: (operation, request, options = {}) =>
      link.ask({ kind: "run", operation, request, json: options.as === "json" }, options),
    read: (resource, query) => link.ask({ kind: "read", resource, query }),
    infer: (graph, feeds, options) => link.ask({ kind: "infer", graph, feeds }, options),
    verify: () => link.ask({ kind: "verify" }),
    onLost: (listener) => link.onLost(listener),
    close: () => link.close(),
  };
}

/** A second thread would take from the page what it gives to the model: with two cores, pictures are seen sooner with one. */
const FEW_CORES = 2;

function inOrder(prefer: Backend | undefined): readonly Backend[] {
  if (prefer !== undefined) return [prefer, ...backends.filter((one) => one !== prefer)];
  return navigator.hardwareConcurrency > FEW_CORES ? backends : ["webgpu", "wasm", "wasm-threads"];
}

function reasonOf(backend: Backend, threads: number, refused: readonly Refusal[], prefer: Backend | undefined): string {
  const sparing = prefer === undefined && navigator.hardwareConcurrency === FEW_CORES;
  const here = {
    webgpu: "the graphics processor, by WebGPU",
    "wasm-threads": `${threads} threads of WebAssembly`,
    wasm: `one thread of WebAssembly${sparing ? ": of two cores, the other is left to the page" : ""}`,
  }[backend];
  return [here, ...refused.map(({ backend: other, why }) => `not ${other}: ${why}`)].join("; ");
}

/** A runtime's failure names its own source files; a person needs to know that it failed, the console has the rest. */
function inShort(why: string): string {
  return why.includes("ERROR_CODE") ? "it cannot run this model's graph" : why;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** A wrong checksum names its file; an answer that is off does not, and another back end may give the right one. */
function isWrongFile(error: unknown): boolean {
  return error instanceof KilnError && error.kind === "verification" && error.where?.file !== undefined;
}

/** Kiln's own page. */
function ownPage(): Place {
  const base = document.baseURI;
  const script = new URL(setting("kiln-worker"), base).href;
  return { base, runtime: setting("kiln-ort"), startWorker: () => new Worker(script, { type: "module" }) };
}

/** What the build wrote into the page. */
function setting(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  if (content === undefined) throw new FailedError(`the page has no <meta name="${name}">`);
  return content;
}
