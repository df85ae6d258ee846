/** The requests in progress, and an end to connections that loses none of them. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";

/**
 * A client that keeps its connection may be sending its next request just when we close: quiet for this long (ms) means
 * that none was on its way.
 */
const LINGER = 150;
/** Turns of the event loop that may pass while connections still come in; under any load one of them brings none. */
const MOST_TURNS = 1_000;

/** Follows a server's requests. Make it before the server gets its first one. */
export class Connections {
  readonly #server: Server;
  readonly #active = new Set<ServerResponse>();
  #draining = false;
  /** Counts what happens on the server's sockets. */
  #events = 0;
  #changed: () => void = () => undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", () => {
      this.#events += 1;
    });
    server.on("request", (_: IncomingMessage, response: ServerResponse) => this.#begin(response));
  }

  /** Requests that have come and are not wholly answered. */
  get active(): number {
    return this.#active.size;
  }

  /**
   * Stops listening, lets every request end, and asks clients not to send further ones on the same connection.
   *
   * @param limit ms after which connections are cut.
   * @returns how many requests were cut.
   */
  async drain(limit: number): Promise<number> {
    this.#draining = true;
    for (const response of this.#active) announceClose(response);
    await this.#backlogTaken();
    // http.Server.close would cut idle connections at once, with the requests that are on their way in them.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(this.#server, () => resolve()));
    const controller = new AbortController();
    const late = delay(limit, "late" as const, { signal: controller.signal }).catch(() => "in time" as const);
    await Promise.race([this.#quiet(), late]);
    controller.abort();
    const cut = this.#active.size;
    this.#server.closeAllConnections();
    // Also ends the server's own checks for slow clients.
    this.#server.close();
    await closed;
    return cut;
  }

  #begin(response: ServerResponse): void {
    this.#events += 1;
    this.#active.add(response);
    if (this.#draining) announceClose(response);
    response.once("close", () => {
      this.#events += 1;
      this.#active.delete(response);
      this.#changed();
    });
  }

  /**
   * Waits for a turn of the event loop in which nothing happened. Connections that the system has taken and we have not
   * yet would be reset together with the listening socket, and while we answer a request, others come in.
   */
  async #backlogTaken(): Promise<void> {
    // The first turn is only the rest of the one we are in: it may not have looked for connections.
    for (let turns = 0, quiet = 0; quiet < 2 && turns < MOST_TURNS; turns++) {
      const before = this.#events;
      await turn();
      quiet = this.#events === before ? quiet + 1 : 0;
    }
  }

  /** Waits until there has been no request for a while. */
  async #quiet(): Promise<void> {
    for (;;) {
      while (this.#active.size > 0) await new Promise<void>((resolve) => (this.#changed = resolve));
      await delay(LINGER);
      if (this.#active.size === 0) return;
    }
  }
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
