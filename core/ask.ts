/**
 * A published model asked in its own words. The server, the page's worker, the command line and a program of one's own
 * differ in what runs the graphs; how a request is checked and what an operation is given to work with is the same.
 */
import { parseAs } from "./json.js";
import type { Manifest } from "./manifest.js";
import {
  noPictures,
  type Operation,
  type OperationAnswer,
  type OperationContext,
  type PictureAnswer,
  type PictureCodec,
} from "./operation.js";
import type { Resource, ResourceAnswer } from "./resource.js";
import type { Tensors } from "./tensor.js";

/** A published version whose graphs can be run, wherever they are. */
export interface RunnableModel {
  /** By graph name. */
  readonly manifests: Readonly<Record<string, Manifest>>;
  /** @throws InputError when the feeds do not fit the contract. */
  infer(graph: string, feeds: Tensors): Promise<Tensors>;
}

/** What the caller brings. */
export interface AskOptions {
  /** How pictures are read and written; left out: they are refused. */
  readonly pictures?: PictureCodec;
  /** When to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** What an operation or a resource of the model is given to work with. */
export function contextOf(model: RunnableModel, options: AskOptions = {}): OperationContext {
  return {
    manifests: model.manifests,
    // Looked up when they are used: few operations do, and a server makes them for those alone.
    get pictures() {
      return options.pictures ?? noPictures;
    },
    get signal() {
      return options.signal;
    },
    infer: (graph, feeds) => model.infer(graph, feeds),
  };
}

/**
 * Asks an operation.
 *
 * @param request as it would be posted to the server.
 * @throws InputError naming the field that is wrong.
 */
export async function askOperation(
  name: string,
  operation: Operation,
  request: unknown,
  context: OperationContext,
): Promise<OperationAnswer | PictureAnswer> {
  return operation.run(parseAs(operation.request, request, name), context);
}

/**
 * Reads a resource.
 *
 * @param query its parameters, as texts.
 * @throws InputError naming the parameter that is wrong.
 */
export async function readResource(
  name: string,
  resource: Resource,
  query: unknown,
  context: OperationContext,
): Promise<ResourceAnswer> {
  return resource.run(parseAs(resource.query, query, name), context);
}
