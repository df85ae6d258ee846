/** What the server and an executor process say to each other, in frames (`system/frames.ts`) over a socket of their own. */
import type { CarriedError } from "../../core/carried-error.js";
import type { Tensors } from "../../core/tensor.js";
import type { PublishedGraph } from "../../store/bundle.js";

/** A graph to load, and the key under which runs name it: `parcel@3`. */
export interface KeyedGraph {
  readonly key: string;
  readonly graph: PublishedGraph;
}

/** What an executor found out about a graph when it loaded it. */
export interface LoadedGraph {
  readonly key: string;
  /** True when each row's answer is its own: the rows of several callers may be run together. */
  readonly joins: boolean;
}

/** The rows of several callers, one after the other in each tensor. */
export interface Batch {
  readonly key: string;
  /** How many rows each caller has. */
  readonly rows: readonly number[];
  readonly feeds: Tensors;
}

/** Callers `from` to `to` of a batch, whose rows were run together; of one caller alone, whatever the graph gave. */
export interface BatchPart {
  readonly from: number;
  readonly to: number;
  readonly outputs: Tensors;
}

/** What came of a batch. */
export interface BatchAnswer {
  /** One, when all went well. */
  readonly parts: readonly BatchPart[];
  /** Callers that are in no part, by their place in `rows`, and why. */
  readonly faults: readonly (readonly [caller: number, error: CarriedError])[];
  /** How long the graph took. */
  readonly milliseconds: number;
}

/** What an executor is asked; it answers in order. When it can take requests, it says so once, unasked. */
export interface ExecutorCalls {
  /** Loads and checks all of them, or none. */
  load: { readonly given: { readonly graphs: readonly KeyedGraph[] }; readonly answer: readonly LoadedGraph[] };
  run: { readonly given: Batch; readonly answer: BatchAnswer };
}

/** The key of a graph: unique among everything that one executor may hold at a time. */
export function graphKey(graph: PublishedGraph): string {
  return `${graph.name}@${graph.manifest.version}`;
}
