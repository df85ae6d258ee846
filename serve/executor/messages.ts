/**
 * What the server and an executor process say to each other, over Node's IPC channel with `serialization: "advanced"`:
 * typed arrays travel as bytes (measured: 0.1 ms there and back for a small tensor, 1 ms for 800 KB).
 */
import type { Tensors } from "../../core/tensor.js";
import type { PublishedGraph } from "../../store/bundle.js";

/** A graph to load, and the key under which runs name it: `parcel@3`. */
export interface KeyedGraph {
  readonly key: string;
  readonly graph: PublishedGraph;
}

/** What an executor is asked; it answers in order. When it can take requests, it says so once, unasked. */
export interface ExecutorCalls {
  /** Loads and checks all of them, or none. */
  load: { readonly given: { readonly graphs: readonly KeyedGraph[] }; readonly answer: undefined };
  run: { readonly given: { readonly key: string; readonly feeds: Tensors }; readonly answer: Tensors };
  /** Are you there? */
  ping: { readonly given: object; readonly answer: undefined };
}

/** The key of a graph: unique among everything that one executor may hold at a time. */
export function graphKey(graph: PublishedGraph): string {
  return `${graph.name}@${graph.manifest.version}`;
}
