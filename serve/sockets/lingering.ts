/**
 * Answers to requests whose body has not been read. Closing a connection while its client still sends resets it, and the
 * client then cannot read why it was refused (RFC 9112, 9.6). So such an answer is sent at once, what still comes is read
 * and thrown away for a while, and only then the connection is closed.
 */
import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from "node:http";

/** Bounds on what is thrown away of one body. */
export interface DiscardLimits {
  /** Bytes. */
  readonly discardLimit: number;
  /** ms. */
  readonly discardTimeout: number;
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** A body of which no more than this is announced is read to its end in any case, and its connection kept; in bytes. */
const SMALL = 65_536;
/** When the server stops, an answer that has been sent is given this long to be read, in ms. */
const LAST_WORD = 500;

const sent = new WeakSet<ServerResponse>();

/** True when all of an answer has been given to the connection, also while the rest of its request's body is waited for. */
export function isSent(outgoing: ServerResponse): boolean {
  return outgoing.writableFinished || sent.has(outgoing);
}

/** The answers of one server that wait for the rest of a body. */
export class Lingering {
  readonly #open = new Set<() => void>();
  #ending = false;

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** Makes the class of a server's responses: the option `ServerResponse` of `http.createServer`. */
  responses(limits: DiscardLimits): typeof ServerResponse {
    const lingering = this;
    return class LingeringResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
      override writeHead(status: number, reason?: string, headers?: Headers): this;
      override writeHead(status: number, headers?: Headers): this;
      override writeHead(status: number, reason?: string | Headers, headers?: Headers): this {
        if (isUnread(this.req)) this.setHeader("Connection", "close");
        return typeof reason === "string" ? super.writeHead(status, reason, headers) : super.writeHead(status, reason);
      }

      override end(...last: unknown[]): this {
        if (!isUnread(this.req) || this.writableEnded) return super.end(...(last as []));
        const [chunk] = last;
        if (typeof chunk === "string" || chunk instanceof Uint8Array) this.write(chunk);
        else if (!this.headersSent) this.flushHeaders();
        sent.add(this);
        lingering.#linger(this.req, limits, () => super.end());
        return this;
      }
    };
  }

  /** Ends them soon: the server stops. */
  end(): void {
    this.#ending = true;
    for (const close of this.#open) setTimeout(close, LAST_WORD);
  }

  #linger(incoming: IncomingMessage, { discardLimit, discardTimeout }: DiscardLimits, end: () => void): void {
    let discarded = 0;
    const close = () => {
      if (!this.#open.delete(close)) return;
      clearTimeout(timer);
      incoming.off("data", discard);
      incoming.off("close", close);
      end();
    };
    const discard = (chunk: Buffer) => {
      discarded += chunk.length;
      if (discarded > discardLimit) close();
    };
    const timer = setTimeout(close, this.#ending ? Math.min(LAST_WORD, discardTimeout) : discardTimeout);
    this.#open.add(close);
    incoming.on("data", discard);
    incoming.once("end", close);
    incoming.once("close", close);
    incoming.on("error", () => undefined);
    incoming.resume();
  }
}

/** True when so much of the body may still come that the connection is not worth keeping for another request. */
function isUnread(incoming: IncomingMessage): boolean {
  if (incoming.complete || incoming.destroyed) return false;
  const { "content-length": announced, "transfer-encoding": encoding, expect } = incoming.headers;
  if (encoding === undefined && announced === undefined) return false;
  return encoding !== undefined || expect !== undefined || Number(announced) > SMALL;
}
