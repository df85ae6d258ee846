/** What a view knows of inference: a model is opened, asked, and closed. The worker behind it is not its business. */
import type { Agreement } from "../../core/agreement.js";
import type { Json } from "../../core/json.js";
import type { Manifest } from "../../core/manifest.js";
import type { Pixels } from "../../core/operation.js";
import type { Tensors } from "../../core/tensor.js";
import type { VariantDifference } from "../../core/variant-gate.js";

/** Where a graph runs, best first. */
export const backends = ["webgpu", "wasm-threads", "wasm"] as const;

/** A way to run a graph in a browser. */
export type Backend = (typeof backends)[number];

/** How far a model's loading has come. `download` counts bytes of all files together; the other phases count graphs. */
export interface LoadProgress {
  readonly phase: "download" | "compile" | "check" | "warm-up" | "ready";
  readonly done: number;
  readonly total: number;
  /** Bytes that came from Cache Storage instead of the network. */
  readonly fromCache: number;
}

/** Why a back end was passed over. `why` is a sentence for a person. */
export interface Refusal {
  readonly backend: Backend;
  readonly why: string;
}

/** The back end that answers. */
export interface BackendReport {
  readonly backend: Backend;
  /** Threads of the WebAssembly runtime; 1 for `webgpu` and `wasm`. */
  readonly threads: number;
  /** A sentence for a person: "WebGPU is not available here; 4 threads of WebAssembly". */
  readonly reason: string;
  readonly refused: readonly Refusal[];
  /** How far this browser's answers are from the golden outputs, by graph: of those that are loaded. */
  readonly checks: Readonly<Record<string, GraphCheck>>;
}

/** A loaded graph, held against its golden outputs. */
export interface GraphCheck {
  /** The published file that was loaded: `model.onnx`, or a variant's. */
  readonly file: string;
  readonly agreement: Agreement;
  /** Of a variant: how far its answers are off on average, by the gate that it was published with. */
  readonly variant?: VariantDifference;
}

/** An operation's answer: a picture where it draws one, else JSON; with `as: "json"` always JSON. */
export type Answer =
  | { readonly kind: "pixels"; readonly pixels: Pixels }
  | { readonly kind: "json"; readonly json: Json };

/** How a question is asked. */
export interface AskOptions {
  /** Rejects with an `AbortError`. A run that has begun is not stopped; its answer is dropped. */
  readonly signal?: AbortSignal;
  /** Of waiting questions in one lane only the latest is asked; the others reject with an `AbortError`. */
  readonly lane?: string;
  readonly as?: "json";
}

/** A model in the page. All of it runs in a worker of its own. */
export interface OpenModel {
  readonly name: string;
  readonly version: number;
  /** Of the graphs that were asked for; others are loaded when something needs them. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly backend: BackendReport;
  /**
   * Runs one of the model's operations, the same code as behind `POST /v1/<model>/<operation>`.
   *
   * @throws InputError when the request does not fit the operation's schema.
   */
  run(operation: string, request: Json, options?: AskOptions): Promise<Answer>;
  /** Reads one of the model's resources: JSON, or an SVG document in `svg`. */
  read(
    resource: string,
    query: Readonly<Record<string, string>>,
  ): Promise<{ readonly json: Json } | { readonly svg: string }>;
  /** Runs a graph as it is. */
  infer(graph: string, feeds: Tensors, options?: AskOptions): Promise<Tensors>;
  /** Runs the golden cases again: what the Models page calls verification in this browser. */
  verify(): Promise<Readonly<Record<string, GraphCheck>>>;
  /** Called when the worker dies: the model is closed, and a new one can be opened. */
  onLost(listener: (why: string) => void): void;
  /** Ends the worker, which is what gives its memory back. Waiting questions reject with an `AbortError`. */
  close(): void;
}

/** How a model is opened. */
export interface OpenOptions {
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
  /** Tries this back end first; the others follow in their order. */
  readonly prefer?: Backend;
  /** Graphs to load at once; the others wait until something needs them. Default: all. */
  readonly graphs?: readonly string[];
  /** True: `model.onnx` even where a smaller variant was published. Default false. */
  readonly exact?: boolean;
}
