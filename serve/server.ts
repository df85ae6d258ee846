/** The HTTP server: from a model repository to answers. This file is what the command line uses of `serve/`. */

import { messageOf } from "../core/errors.js";
import { Admission } from "./admission.js";
import { createApp } from "./app.js";
import { Catalog, type ReloadSummary } from "./catalog/catalog.js";
import { RepositoryWatch } from "./catalog/watch.js";
import { Connections } from "./connections.js";
import { createHttpServer, serveApp } from "./http-server.js";
import { listen, urlOf } from "./listen.js";
import { type ResolvedOptions, resolveOptions, type ServeOptions } from "./options.js";
import { PictureWorkshop } from "./pictures/picture-workshop.js";
import { BodyBudget } from "./request/body.js";
import { Uploads } from "./request/uploads.js";
import { gate } from "./sockets/gate.js";
import type { ServerState } from "./state.js";

/** How a drain went. */
export interface Drained {
  /** Requests that were cut off because the limit had come. */
  readonly cut: number;
}

/** A server that listens and has its models loaded. */
export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** What is served now. */
  readonly models: readonly { readonly name: string; readonly version: number }[];
  /** Requests in progress. */
  readonly active: number;
  /** Process ids of the executors, for those who watch or test them. */
  readonly executorPids: readonly number[];
  /** Process ids of those that read and write pictures. */
  readonly picturePids: readonly number[];
  /** Looks at the repository again and serves what is newer; no request fails for it. See `Catalog.reload`. */
  reload(): Promise<ReloadSummary>;
  /** Stops listening, finishes what is in progress, ends the executors. @param limit ms, then connections are cut. */
  close(limit?: number): Promise<Drained>;
}

/** How long a drain may take, in ms: below the 30 s that Kubernetes and systemd give. */
const DRAIN_LIMIT = 20_000;
/** How long work whose client has been cut off, or has left, may take to notice it, in ms. */
export const PATIENCE = 2_000;

/**
 * Starts a server: binds the port (from then on `/healthz` answers and `/readyz` says 503), loads the newest whole bundle
 * of every model that passes its check, and is ready.
 *
 * @throws UsageError for an option out of range; FailedError when the port cannot be bound or executors cannot be
 * started; NotFoundError when nothing in the repository can be served. Nothing is left running then.
 *
 * @example
 * ```ts
 * import { silentReporter } from "kilnjs";
 * import { createServer } from "kilnjs/serve";
 * import parcel from "./models/parcel/index.js";
 *
 * const server = await createServer({
 *   repository: "published",
 *   registry: { parcel },
 *   host: "127.0.0.1",
 *   port: 0,
 *   reporter: silentReporter,
 * });
 * const answer = await fetch(`${server.url}/v1/parcel/quote`, {
 *   method: "POST",
 *   headers: { "Content-Type": "application/json" },
 *   body: JSON.stringify({ parcels: [{ edges: [40, 30, 20], zone: "world" }] }),
 * });
 * console.log(JSON.stringify(await answer.json()));
 * await server.close();
 * ```
 */
export async function createServer(options: ServeOptions): Promise<RunningServer> {
  const resolved = resolveOptions(options);
  const state = createState(resolved);
  const http = createHttpServer(resolved);
  const { server } = http;
  const connections = new Connections(server);
  serveApp(http, createApp(state, gate(http.limits, resolved)), resolved.reporter);
  const port = await listen(server, resolved.host, resolved.port);
  // Before the first look: what is published meanwhile is not missed.
  const watch = await watchRepository(state, resolved);
  try {
    await state.catalog.reload();
  } catch (error) {
    await watch.close();
    await connections.drain(0);
    await Promise.all([state.catalog.close(PATIENCE), state.pictures.close()]);
    await Promise.all(resolved.mounts.map((mount) => mount.closed()));
    throw error;
  }
  state.phase = "serving";
  let closing: Promise<Drained> | undefined;
  const close = async (limit: number): Promise<Drained> => {
    state.phase = "draining";
    for (const mount of resolved.mounts) mount.draining();
    http.lingering.end();
    const cut = await connections.drain(limit);
    // A reload that goes on is given up by the catalog.
    const unwatched = watch.close();
    await Promise.all([state.catalog.close(PATIENCE), state.pictures.close()]);
    await Promise.all([unwatched, ...resolved.mounts.map((mount) => mount.closed())]);
    return { cut };
  };
  return {
    url: urlOf(resolved.host, port),
    port,
    get models() {
      const { current } = state.catalog;
      return [...(current?.models.values() ?? [])].map(({ name, bundle }) => ({ name, version: bundle.version }));
    },
    get active() {
      return connections.active;
    },
    get executorPids() {
      return state.catalog.current?.pool.pids ?? [];
    },
    get picturePids() {
      return state.pictures.pids;
    },
    reload: () => state.catalog.reload(),
    close: (limit = DRAIN_LIMIT) => {
      closing ??= close(limit);
      return closing;
    },
  };
}

function watchRepository({ catalog }: ServerState, options: ResolvedOptions): Promise<RepositoryWatch> {
  const { repository, watch: way, watchInterval: interval, reporter } = options;
  const changed = async () => {
    try {
      await catalog.reload();
    } catch (error) {
      reporter.warn(`the repository has changed, and what was served before is served on: ${messageOf(error)}`);
    }
  };
  return RepositoryWatch.start({ repository, way, interval, reporter, changed });
}

/** What the routes share, with nothing loaded yet. */
export function createState(options: ResolvedOptions): ServerState {
  const { repository, registry, reporter, executors, maxBatch, runDeadline, healthInterval, maxRequests } = options;
  // An operation may run several batches at a time; the bound is for one that runs very many.
  const pool = { executors, maxBatch, runDeadline, healthInterval, queue: 4 * maxRequests };
  return {
    options,
    catalog: new Catalog({ repository, registry, reporter, pool }),
    pictures: new PictureWorkshop(options.pictureProcesses),
    bodies: { limit: options.bodyLimit, budget: new BodyBudget(options.bodyBudget), uploads: new Uploads(options) },
    admission: new Admission(maxRequests),
    phase: "starting",
  };
}
