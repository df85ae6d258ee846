/**
 * What the server and an executor process say to each other, over Node's IPC channel with `serialization: "advanced"`:
 * typed arrays travel as bytes (measured: 0.1 ms there and back for a small tensor, 1 ms for 800 KB).
 */
import type { Tensors } from "../../core/tensor.js";
import type { PublishedGraph } from "../../store/bundle.js";
import type { CarriedError } from "./carried-error.js";

/** A graph to load, and the key under which runs name it: `parcel@3`. */
export interface KeyedGraph {
  readonly key: string;
  readonly graph: PublishedGraph;
}

/** To the executor. Each is answered by one `ExecutorAnswer` with the same `id`, in order. */
export type ExecutorRequest =
  /** Loads and checks all of them, or none. */
  | { readonly kind: "load"; readonly id: number; readonly graphs: readonly KeyedGraph[] }
  | { readonly kind: "run"; readonly id: number; readonly key: string; readonly feeds: Tensors }
  /** Are you there? */
  | { readonly kind: "ping"; readonly id: number };

/** From the executor. `up` comes once, unasked, when it can take requests. */
export type ExecutorAnswer =
  | { readonly kind: "up" }
  | { readonly kind: "done"; readonly id: number; readonly outputs: Tensors }
  | { readonly kind: "failed"; readonly id: number; readonly error: CarriedError };

/** The key of a graph: unique among everything that one executor may hold at a time. */
export function graphKey(graph: PublishedGraph): string {
  return `${graph.name}@${graph.manifest.version}`;
}
