/**
 * Bounds on connections: on all of them, and on those of one client. A connection that is in use is never closed for
 * another one; of those that are not, the one that has been unused for longest makes room. So sockets that somebody holds
 * open lock nobody out, health checks included.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { BlockList, Socket } from "node:net";
import { forwardedClient, isProxy, networkOf } from "./client-address.js";

/** How many connections there may be; docs/serve-limits.md tells what becomes of those beyond. */
export interface ConnectionBounds {
  readonly maxConnections: number;
  readonly maxClientConnections: number;
  readonly halfCloseGrace: number;
}

interface Connection {
  /** Undefined for a trusted proxy, whose connections are many clients'. */
  readonly client: string | undefined;
  /** Requests that are not wholly answered. */
  active: number;
  /** The answer to the last one. */
  answer?: ServerResponse;
}

export class ConnectionLimits {
  readonly #bounds: ConnectionBounds;
  readonly #proxies: BlockList;
  readonly #open = new Map<Socket, Connection>();
  /** Unused ones, the one that has been so for longest first. */
  readonly #unused = new Set<Socket>();
  /** Connections, or behind a proxy requests in progress, by client. */
  readonly #byClient = new Map<string, number>();

  /** @param proxies see `proxyList`. */
  constructor(bounds: ConnectionBounds, proxies: BlockList) {
    this.#bounds = bounds;
    this.#proxies = proxies;
  }

  /** Follows the connections of a server. Call it before the server gets its first one. */
  watch(server: Server): void {
    // A client that has said all may close its side and still read; Node would drop its request at once.
    Object.assign(server, { httpAllowHalfOpen: true });
    server.on("connection", (socket: Socket) => this.#opened(socket));
  }

  /**
   * A request begins.
   *
   * @returns false when its client, as a trusted proxy names it, has as many in progress as one may.
   */
  begin(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const { socket } = incoming;
    const connection = this.#open.get(socket);
    if (connection === undefined) return true;
    const client = connection.client === undefined ? forwardedClient(this.#proxies, incoming) : undefined;
    if (client !== undefined && (this.#byClient.get(client) ?? 0) >= this.#bounds.maxClientConnections) return false;
    connection.active += 1;
    connection.answer = outgoing;
    this.#unused.delete(socket);
    if (client !== undefined) this.#count(client, 1);
    outgoing.once("close", () => {
      connection.active -= 1;
      if (client !== undefined) this.#count(client, -1);
      if (connection.active === 0 && this.#open.has(socket)) this.#unused.add(socket);
    });
    return true;
  }

  /** True when an answer has begun on a connection: nothing else may be written between its bytes, or after them. */
  isAnswered(socket: Socket): boolean {
    const { active = 0, answer } = this.#open.get(socket) ?? {};
    return active > 0 && answer?.headersSent === true;
  }

  #opened(socket: Socket): void {
    const address = socket.remoteAddress;
    const client = isProxy(this.#proxies, address) ? undefined : networkOf(address);
    const { maxConnections, maxClientConnections, halfCloseGrace } = this.#bounds;
    const ofClient = client === undefined ? 0 : (this.#byClient.get(client) ?? 0);
    const room =
      (ofClient < maxClientConnections || this.#closeUnused(client)) &&
      (this.#open.size < maxConnections || this.#closeUnused());
    if (!room) {
      socket.destroy();
      return;
    }
    this.#open.set(socket, { client, active: 0 });
    this.#unused.add(socket);
    if (client !== undefined) this.#count(client, 1);
    socket.once("close", () => this.#forget(socket));
    socket.once("end", () => {
      // A client that is gone looks the same until it is written to: it must not be worked for any longer than this. Once
      // its answer is on the way, a client that is gone resets the connection, and one that reads slowly has time.
      const timer = setTimeout(() => this.isAnswered(socket) || socket.destroy(), halfCloseGrace);
      socket.once("close", () => clearTimeout(timer));
    });
  }

  /** Closes the connection that has been unused for longest. @param client of this one only. */
  #closeUnused(client?: string): boolean {
    for (const socket of this.#unused) {
      if (client !== undefined && this.#open.get(socket)?.client !== client) continue;
      this.#forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  #forget(socket: Socket): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    this.#open.delete(socket);
    this.#unused.delete(socket);
    if (connection.client !== undefined) this.#count(connection.client, -1);
  }

  #count(client: string, change: 1 | -1): void {
    const count = (this.#byClient.get(client) ?? 0) + change;
    if (count > 0) this.#byClient.set(client, count);
    else this.#byClient.delete(client);
  }
}
