/** Node's HTTP server around the application, with bounds on slow and malformed clients. */
import { createServer, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError as MalformedRequest } from "@hono/node-server";
import type { Hono } from "hono";
import type { Reporter } from "../core/reporter.js";
import type { ResolvedOptions } from "./options.js";
import { PROBLEM_TYPE, problemOf } from "./problem/problem.js";
import type { ServerEnv } from "./state.js";

/** A client that does not read its answer is given up after this long, in ms. */
const STALL_LIMIT = 120_000;

/** Makes the server; it does not listen yet. */
export function createHttpServer(options: ResolvedOptions): Server {
  const server = createServer({
    headersTimeout: options.headersTimeout,
    requestTimeout: options.receiveTimeout,
    keepAliveTimeout: options.keepAliveTimeout,
    connectionsCheckingInterval: Math.min(2_000, options.headersTimeout),
    noDelay: true,
  });
  server.maxConnections = options.maxConnections;
  server.setTimeout(Math.max(STALL_LIMIT, 2 * options.requestDeadline));
  server.on("clientError", refuse);
  return server;
}

/** Sends the server's requests to the application. */
export function serveApp(server: Server, app: Hono<ServerEnv>, reporter: Reporter): void {
  const errorHandler = (error: unknown) => {
    if (error instanceof MalformedRequest) return problemResponse(400, `${error.message}.`);
    reporter.warn(`outside of any route: ${error instanceof Error ? error.stack : String(error)}`);
    return problemResponse(500, "This is a bug in the server.");
  };
  server.on("request", getRequestListener(app.fetch as Parameters<typeof getRequestListener>[0], { errorHandler }));
}

function problemResponse(status: number, detail: string): Response {
  return new Response(JSON.stringify(problemOf(status, detail)), { status, headers: { "Content-Type": PROBLEM_TYPE } });
}

/** Bytes that are no HTTP, headers without end, requests that never finish: Node's parser gave up, so we write by hand. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
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
