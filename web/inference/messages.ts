/** What page and worker say to each other. Every question has a number, and exactly one answer. */
import type { ErrorKind, Where } from "../../core/errors.js";
import type { Json } from "../../core/json.js";
import type { SiteModel } from "../../core/site.js";
import type { Tensors } from "../../core/tensor.js";
import type { Backend, LoadProgress } from "./types.js";

/** Opens the worker's one model. */
export interface OpenQuestion {
  readonly kind: "open";
  readonly model: SiteModel;
  readonly backend: Backend;
  /** Names of the graphs to load at once. */
  readonly graphs: readonly string[];
  /** False: the smallest variant of each. */
  readonly exact: boolean;
  /** Address that all files are relative to. */
  readonly base: string;
  /** Folder of onnxruntime's WebAssembly files, relative to `base`. */
  readonly runtime: string;
}

/** What the worker can be asked. */
export type Question =
  | OpenQuestion
  | { readonly kind: "run"; readonly operation: string; readonly request: Json; readonly json: boolean }
  | { readonly kind: "read"; readonly resource: string; readonly query: Readonly<Record<string, string>> }
  | { readonly kind: "infer"; readonly graph: string; readonly feeds: Tensors }
  | { readonly kind: "verify" };

/** A question on its way. */
export interface Asked {
  readonly id: number;
  readonly question: Question;
}

/** An error as it crosses the border: a class would arrive as a plain object. */
export interface CarriedError {
  /** Null for a bug. */
  readonly kind: ErrorKind | null;
  readonly reason: string;
  readonly where?: Where;
  readonly next?: string;
}

/** What the worker says. */
export type Said =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: CarriedError }
  | { readonly progress: LoadProgress };
