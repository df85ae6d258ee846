/** A report that is served while its run goes on: whoever looks at it sees each epoch without doing anything. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { messageOf } from "../../../core/errors.js";

import { reportPage } from "../page/page.js";
import { readRun } from "../read/run-directory.js";

/** A page that is being served. */
export interface LiveReport {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Tells every reader that there is something new. */
  changed(): void;
  /** Ends all answers, those that wait for news too. */
  close(): Promise<void>;
}

/** Loopback only: nobody else is told what is trained here, so there is nothing to log in to. */
const HOST = "127.0.0.1";

const headers = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  // The page's style and script are inside it; it asks for nothing but news of itself.
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

/**
 * Serves the report of a run: `GET /` is the page as it is now, `GET /events` server-sent events, one whenever it changed.
 *
 * @param port 0 takes one that is free.
 */
export async function serveLiveReport(run: string, script: string, port = 0): Promise<LiveReport> {
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => answer(run, script, readers, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen({ host: HOST, port }, resolve);
  });
  // Somebody who only looks must not keep a finished training from ending.
  server.unref();
  return {
    url: `http://${HOST}:${portOf(server)}/`,
    changed: () => {
      for (const reader of readers) reader.write("event: changed\ndata: {}\n\n");
    },
    close: async () => {
      for (const reader of readers) reader.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(
  run: string,
  script: string,
  readers: Set<ServerResponse>,
  { method, url, headers: asked }: IncomingMessage,
  response: ServerResponse,
): void {
  // Another site's page must not read this one under a name of its own that leads here (DNS rebinding).
  const mine = asked.host === undefined || /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(asked.host);
  if (!mine) end(response, 403, "Ask for this page by the address that it was told with.");
  else if (method !== "GET" && method !== "HEAD") end(response, 405, "This page can only be read.");
  else if (url === "/events") {
    response.writeHead(200, { ...headers, "Content-Type": "text/event-stream" }).write("retry: 2000\n\n");
    readers.add(response);
    response.once("close", () => readers.delete(response));
  } else if (url === "/") void sendPage(run, script, response);
  else end(response, 404, "There is only one page here: /");
}

async function sendPage(run: string, script: string, response: ServerResponse): Promise<void> {
  try {
    end(response, 200, await reportPage([readRun(run)], script));
  } catch (error) {
    // The run's folder is there and not yet what it will be.
    const reason = messageOf(error);
    end(response, 503, `The report cannot be written yet: ${reason}`);
  }
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    ...headers,
    "Content-Type": `text/${status === 200 ? "html" : "plain"}; charset=utf-8`,
  });
  response.end(body);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return address.port;
}
