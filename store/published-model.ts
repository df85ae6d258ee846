/** A published version in this process: its graphs in onnxruntime, loaded when they are first needed. */

import { askOperation, contextOf } from "../core/ask.js";
import type { ModelRegistry } from "../core/definition.js";
import { FailedError } from "../core/errors.js";
import type { Manifest } from "../core/manifest.js";
import type { OperationAnswer, OperationContext, PictureAnswer, PictureCodec } from "../core/operation.js";
import type { Runner } from "../core/runner.js";
import type { Tensors } from "../core/tensor.js";
import { createPictureCodec } from "../pictures/picture-codec.js";
import type { PublishedBundle, PublishedGraph } from "./bundle.js";
import { chooseOperation, type NamedOperation } from "./choose-operation.js";
import { loadGraph } from "./load-graph.js";

interface Opening {
  readonly graph: string;
  readonly models: ModelRegistry;
  readonly pictures?: PictureCodec;
}

/** A published version whose graphs run in this process; see `openPublished`. */
export class PublishedModel {
  readonly bundle: PublishedBundle;
  /** The graph that was meant: the main one, or the one that was named. */
  readonly graph: string;
  /** By graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly pictures: PictureCodec;
  readonly #models: ModelRegistry;
  readonly #runners = new Map<string, Promise<Runner>>();

  constructor(bundle: PublishedBundle, { graph, models, pictures = createPictureCodec() }: Opening) {
    this.bundle = bundle;
    this.graph = graph;
    this.manifests = Object.fromEntries(Object.entries(bundle.graphs).map(([name, { manifest }]) => [name, manifest]));
    this.pictures = pictures;
    this.#models = models;
  }

  /**
   * The operation that is meant: the one with that name, or the only one there is.
   *
   * @throws UsageError listing the operations when none, or one that does not exist, is named.
   * @throws NotFoundError when the version was made for a processing that this Kiln does not know.
   */
  operation(name?: string): NamedOperation {
    return chooseOperation(this.#models, this.bundle.model, this.manifests, name);
  }

  /**
   * Asks an operation, as over HTTP.
   *
   * @param name may be left out where there is only one.
   * @param request as it would be posted to the server.
   * @throws InputError naming the field that is wrong; UsageError when there is no such operation.
   */
  async ask(
    name: string | undefined,
    request: unknown,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<OperationAnswer | PictureAnswer> {
    const chosen = this.operation(name);
    return askOperation(chosen.name, chosen.operation, request, this.context(signal));
  }

  /** What the model's own code works with, for a command that asks no operation. */
  context(signal?: AbortSignal): OperationContext {
    return contextOf(this, { pictures: this.pictures, signal });
  }

  /**
   * Runs a graph; on first use it is read, checked against its checksum and its golden cases, and loaded.
   *
   * @throws VerificationError when the file was changed, or this machine's runtime answers otherwise than it should.
   * @throws InputError when the feeds do not fit the contract.
   */
  async infer(graph: string, feeds: Tensors): Promise<Tensors> {
    const published = Object.hasOwn(this.bundle.graphs, graph) ? this.bundle.graphs[graph] : undefined;
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
