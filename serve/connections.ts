/** The requests in progress, and an end to connections that loses none of them. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";

/**
 * The part of a drain's time for which unused connections stay open. A client that keeps its connection may be about to
 * send its next request, and hears only with the answer that it was the last one.
 */
const LINGER_SHARE = 1 / 20;
/** Turns of the event loop that may pass while connections still come in; under any load one of them brings none. */
const MOST_TURNS = 1_000;

/** Follows a server's requests. Make it before the server gets its first one. */
export class Connections {
  readonly #server: Server;
  /** With the answers that each has in progress; a client may send its next request before it has read one. */
  readonly #open = new Map<Socket, ServerResponse[]>();
  #inProgress = 0;
  #draining = false;
  /** Counts what happens on the server's sockets. */
  #events = 0;
  #changed: () => void = () => undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Socket) => {
      this.#open.set(socket, []);
      this.#happened();
      socket.once("close", () => {
        this.#open.delete(socket);
        this.#happened();
      });
    });
    server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => this.#begin(socket, response));
  }

  /** Requests that have come and are not wholly answered. */
  get active(): number {
    return this.#inProgress;
  }

  /**
   * Stops listening, lets every request end, and asks clients not to send further ones on the same connection.
   *
   * @param limit ms after which connections are cut.
   * @returns how many requests were cut.
   */
  async drain(limit: number): Promise<number> {
    await this.#backlogTaken();
    // http.Server.close would cut idle connections at once, with the requests that are on their way in them.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(this.#server, () => resolve()));
    // Only now: a client that is told to close its connection opens another one, which must find nobody listening.
    this.#draining = true;
    for (const response of [...this.#open.values()].flat()) announceClose(response);
    const over = new AbortController();
    const late = delay(limit, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([this.#quiet(limit * LINGER_SHARE, over.signal), late]);
    over.abort();
    const cut = this.#inProgress;
    this.#server.closeAllConnections();
    // Also ends the server's own checks for slow clients.
    this.#server.close();
    await closed;
    return cut;
  }

  #begin(socket: Socket, response: ServerResponse): void {
    // In a Set of all answers in progress each would outlive many collections of young objects: it is rebuilt all the time.
    const own = this.#open.get(socket);
    own?.push(response);
    this.#inProgress += 1;
    this.#happened();
    if (this.#draining) announceClose(response);
    response.once("close", () => {
      own?.splice(own.indexOf(response), 1);
      this.#inProgress -= 1;
      this.#happened();
    });
  }

  #happened(): void {
    this.#events += 1;
    this.#changed();
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

  /** Waits until all connections are gone, or those that are left have been unused for `linger` ms. */
  async #quiet(linger: number, over: AbortSignal): Promise<void> {
    while (this.#open.size > 0 && !over.aborted) {
      const change = new Promise<"change">((resolve) => {
        this.#changed = () => resolve("change");
      });
      if (this.#inProgress > 0) await change;
      else if ((await Promise.race([change, delay(linger, "unused", { ref: false })])) === "unused") return;
    }
  }
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
