/** Node's HTTP server around the application, with bounds on slow and malformed clients. */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError as MalformedRequest } from "@hono/node-server";
import type { Hono } from "hono";
import type { Reporter } from "../core/reporter.js";
import type { ResolvedOptions } from "./options.js";
import { PROBLEM_TYPE, problemOf } from "./problem/problem.js";
import { proxyList } from "./sockets/client-address.js";
import { ConnectionLimits } from "./sockets/connection-limits.js";
import { Lingering } from "./sockets/lingering.js";
import type { ServerEnv } from "./state.js";

/** A server that does not listen yet, and what bounds its clients. */
export interface HttpServer {
  readonly server: Server;
  readonly limits: ConnectionLimits;
  readonly lingering: Lingering;
}

/** A client that does not read its answer is given up after this long, in ms. */
const STALL_LIMIT = 120_000;

/** @throws UsageError for a trusted proxy that is no address. */
export function createHttpServer(options: ResolvedOptions): HttpServer {
  const limits = new ConnectionLimits(options, proxyList(options.trustedProxies));
  const lingering = new Lingering();
  const server = createServer({
    ServerResponse: lingering.responses(options),
    headersTimeout: options.headersTimeout,
    requestTimeout: options.receiveTimeout,
    keepAliveTimeout: options.keepAliveTimeout,
    connectionsCheckingInterval: Math.min(2_000, options.headersTimeout),
    noDelay: true,
  });
  limits.watch(server);
  server.setTimeout(Math.max(STALL_LIMIT, 2 * options.requestDeadline));
  server.on("clientError", (error, socket) => refuse(error, socket, limits));
  return { server, limits, lingering };
}

/** Sends the server's requests to the application. */
export function serveApp({ server }: HttpServer, app: Hono<ServerEnv>, reporter: Reporter): void {
  const errorHandler = (error: unknown) => {
    if (error instanceof MalformedRequest) return problemResponse(400, `${error.message}.`);
    reporter.warn(`outside of any route: ${error instanceof Error ? error.stack : String(error)}`);
    return problemResponse(500, "This is a bug in the server.");
  };
  const listener = getRequestListener(app.fetch as Parameters<typeof getRequestListener>[0], {
    errorHandler,
    // What is left of a body is seen to by `Lingering`, within its bounds.
    autoCleanupIncoming: false,
  });
  server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => void listener(incoming, outgoing));
  // Whoever asks before it sends a body is told to go on when the body is read, and not at all when it is refused.
  server.on("checkContinue", (incoming, outgoing) => server.emit("request", incoming, outgoing));
}

function problemResponse(status: number, detail: string): Response {
  return new Response(JSON.stringify(problemOf(status, detail)), { status, headers: { "Content-Type": PROBLEM_TYPE } });
}

/** Bytes that are no HTTP, headers without end, requests that never finish: Node's parser gave up, so we write by hand. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, limits: ConnectionLimits): void {
  if (error.code === "ECONNRESET" || !socket.writable || limits.isAnswered(socket as Socket)) {
    socket.destroy();
    return;
  }
  const [status, detail] = reasonOf(error.code);
  const body = JSON.stringify(problemOf(status, detail));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function reasonOf(code: string | undefined): readonly [status: number, detail: string] {
  if (code === "HPE_HEADER_OVERFLOW") return [431, "The request headers are larger than 16 KiB."];
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "The request did not arrive in time."];
  return [400, "This is no HTTP request."];
}
