/**
 * The application without a server of its own: to mount in somebody else's. What belongs to sockets is then that server's
 * business: how many connections there may be, how long headers and bodies may take to arrive, clients that do not read. The
 * bounds on bodies, requests in progress and the time of an answer hold as they do in `createServer`.
 */
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { type Reporter, silentReporter } from "../core/reporter.js";
import { createApp } from "./app.js";
import type { ReloadSummary } from "./catalog/catalog.js";
import { resolveOptions, type ServeOptions } from "./options.js";
import { createState, PATIENCE } from "./server.js";
import type { ServerEnv } from "./state.js";

/** What is served: the same as for a server, without its address. */
export type KilnAppOptions = Omit<ServeOptions, "host" | "port" | "reporter" | "registry"> &
  Partial<Pick<ServeOptions, "registry">> & {
    /** Told of reloads and faults; nobody when left out. */
    readonly reporter?: Reporter;
  };

/** Published models as a part of another server. */
export interface KilnApp {
  /** Routes for a Hono application: `new Hono().route("/ml", kiln.app)`. */
  readonly app: Hono;
  /** For every server that takes a fetch handler; paths as in a server of Kiln's own: `/v1/parcel/quote`. */
  fetch(request: Request): Promise<Response>;
  /** What is served now. */
  readonly models: readonly { readonly name: string; readonly version: number }[];
  /** Looks at the repository again and serves what is newer; no request fails for it. */
  reload(): Promise<ReloadSummary>;
  /** Refuses new requests, waits for those in progress, and ends the executors. @param limit ms; 20 s when left out. */
  close(limit?: number): Promise<void>;
}

const DRAIN_LIMIT = 20_000;

/**
 * Loads the newest whole bundle of every model of a repository that passes its check, for a server that exists already.
 * Models whose own code is not given in `registry` are asked by their contract.
 *
 * @throws UsageError for an option out of range; NotFoundError when nothing in the repository can be served; FailedError when
 * executors cannot be started. Nothing is left running then.
 *
 * @example
 * ```ts
 * import { Hono } from "hono";
 * import { kilnApp } from "kilnjs/serve";
 * import parcel from "./models/parcel/index.js";
 *
 * const kiln = await kilnApp({ repository: "published", registry: { parcel } });
 * const app = new Hono().get("/", (c) => c.text("mine")).route("/ml", kiln.app);
 * const listed = await app.request("/ml/v1/models");
 * const asked = await kiln.fetch(
 *   new Request("http://any.example/v1/parcel/quote", {
 *     method: "POST",
 *     headers: { "Content-Type": "application/json" },
 *     body: JSON.stringify({ parcels: [{ edges: [40, 30, 20], zone: "world" }] }),
 *   }),
 * );
 * console.log(listed.status, asked.status, JSON.stringify(await asked.json()));
 * await kiln.close(); // waits for requests in progress
 * ```
 */
export async function kilnApp(options: KilnAppOptions): Promise<KilnApp> {
  const { registry = {}, reporter = silentReporter } = options;
  const resolved = resolveOptions({ ...options, registry, reporter, host: "", port: 0 });
  const state = createState(resolved);
  const routes = createApp(state);
  try {
    await state.catalog.reload();
  } catch (error) {
    await state.catalog.close();
    throw error;
  }
  state.phase = "serving";
  let active = 0;
  const answer = async (request: Request, env: Partial<HttpBindings> = {}): Promise<Response> => {
    active += 1;
    try {
      return await routes.fetch(request, bindingsOf(request, env));
    } finally {
      active -= 1;
    }
  };
  const close = async (limit: number): Promise<void> => {
    state.phase = "draining";
    for (const end = Date.now() + limit; active > 0 && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all([state.catalog.close(PATIENCE), state.pictures.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    app: mountable(answer),
    fetch: (request) => (state.phase === "draining" ? Promise.resolve(drained()) : answer(request)),
    get models() {
      const { current } = state.catalog;
      return [...(current?.models.values() ?? [])].map(({ name, bundle }) => ({ name, version: bundle.version }));
    },
    reload: () => state.catalog.reload(),
    close: (limit = DRAIN_LIMIT) => {
      closing ??= close(limit);
      return closing;
    },
  };
}

function drained(): Response {
  return new Response("The models are no longer served here.\n", { status: 503, headers: { "Retry-After": "5" } });
}

/**
 * A Hono application that can stand below any path. The page's own addresses are relative, so its path ends with a slash.
 */
function mountable(answer: (request: Request, env: Partial<HttpBindings>) => Promise<Response>): Hono {
  const app = new Hono<ServerEnv>();
  app.all("*", async (c) => {
    const base = c.req.routePath.replace(/\/?\*$/, "");
    const url = new URL(c.req.url);
    if (base !== "" && url.pathname === base) return c.redirect(`${base}/${url.search}`, 308);
    url.pathname = url.pathname.slice(base.length);
    const response = await answer(new Request(url, c.req.raw), c.env ?? {});
    const to = response.headers.get("Location");
    if (to?.startsWith("/") !== true) return response;
    const moved = new Response(response.body, response);
    moved.headers.set("Location", `${base}${to}`);
    return moved;
  });
  return app as unknown as Hono;
}

/** Routes read bodies from Node's own request; another server's request is given its form. */
function bindingsOf(request: Request, env: Partial<HttpBindings>): HttpBindings {
  if (env.incoming !== undefined && env.outgoing !== undefined) return env as HttpBindings;
  const source = request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as never);
  request.signal.addEventListener("abort", () => source.destroy(), { once: true });
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "expect"));
  const { pathname, search } = new URL(request.url);
  const incoming = Object.assign(source, { headers, method: request.method, url: `${pathname}${search}` });
  return { incoming: incoming as unknown as IncomingMessage } as HttpBindings;
}
