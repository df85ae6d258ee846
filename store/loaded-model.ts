/** A published version in this process: its graphs in onnxruntime, loaded when they are first needed. */

import { FailedError } from "../core/errors.js";
import type { Manifest } from "../core/manifest.js";
import type { Runner } from "../core/runner.js";
import type { Tensors } from "../core/tensor.js";
import type { PublishedBundle, PublishedGraph } from "./bundle.js";
import { loadGraph } from "./load-graph.js";

/** A published version whose graphs run in this process; each is loaded when it is first asked. */
export class LoadedModel {
  readonly bundle: PublishedBundle;
  /** By graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly #runners = new Map<string, Promise<Runner>>();

  constructor(bundle: PublishedBundle) {
    this.bundle = bundle;
    this.manifests = Object.fromEntries(Object.entries(bundle.graphs).map(([name, { manifest }]) => [name, manifest]));
  }

  /**
   * Runs a graph; on first use it is read, checked against its checksum and its golden cases, and loaded.
   *
   * @throws VerificationError when the file was changed, or this machine's runtime answers otherwise than it should.
   * @throws InputError when the feeds do not fit the contract.
   */
  async infer(graph: string, feeds: Tensors): Promise<Tensors> {
    const published = this.bundle.graphs[graph];
    if (published === undefined) throw new FailedError(`${this.bundle.model} has no graph "${graph}"`);
    let runner = this.#runners.get(graph);
    if (runner === undefined) {
      runner = load(published);
      this.#runners.set(graph, runner);
    }
    return (await runner).run(feeds);
  }

  /** Gives the memory back. */
  async release(): Promise<void> {
    const loading = await Promise.allSettled(this.#runners.values());
    this.#runners.clear();
    for (const result of loading) if (result.status === "fulfilled") await result.value.release();
  }
}

async function load(graph: PublishedGraph): Promise<Runner> {
  return await loadGraph(await import("onnxruntime-node"), graph);
}
