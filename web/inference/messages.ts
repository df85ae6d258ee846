/** What page and worker say to each other. */
import type { Json } from "../../core/json.js";
import type { ResourceAnswer } from "../../core/resource.js";
import type { SiteModel } from "../../core/site.js";
import type { Tensors } from "../../core/tensor.js";
import type { Answer, Backend, BackendReport, GraphCheck, OpenModel } from "./types.js";

/** Opens the worker's one model. */
export interface OpenQuestion {
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

/** What is known of a model when its worker has opened it. */
export type OpenedModel = Pick<OpenModel, "manifests"> & Pick<BackendReport, "checks" | "threads">;

/** What the worker can be asked. While it opens a model, it tells of its progress unasked, as `LoadProgress`. */
export interface InferenceCalls {
  open: { readonly given: OpenQuestion; readonly answer: OpenedModel };
  run: {
    readonly given: { readonly operation: string; readonly request: Json; readonly json: boolean };
    readonly answer: Answer;
  };
  read: {
    readonly given: { readonly resource: string; readonly query: Readonly<Record<string, string>> };
    readonly answer: ResourceAnswer;
  };
  infer: { readonly given: { readonly graph: string; readonly feeds: Tensors }; readonly answer: Tensors };
  verify: { readonly given: object; readonly answer: Record<string, GraphCheck> };
}
