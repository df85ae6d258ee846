/** Reads a request's body within bounds: its own, and one for all bodies that are in memory at a time. */
import type { IncomingMessage } from "node:http";
import { InterruptedError } from "../../core/errors.js";
import { BusyError } from "../executor/busy-error.js";
import { RequestError } from "../problem/request-error.js";

/** Bytes of bodies in memory, shared by all requests. */
export class BodyBudget {
  readonly #limit: number;
  #used = 0;

  /** @param limit bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes in use. */
  get used(): number {
    return this.#used;
  }

  /** @throws BusyError when the bytes would not fit. */
  take(bytes: number): void {
    if (this.#used + bytes > this.#limit) throw new BusyError("too many large requests are in progress", 1);
    this.#used += bytes;
  }

  /** Gives bytes back. */
  release(bytes: number): void {
    this.#used -= bytes;
  }
}

/** A body in memory. Call `release` when nothing refers to it any more. */
export interface Body {
  readonly bytes: Buffer;
  release(): void;
}

/**
 * Reads a body, whether or not its length was announced; stops at the first byte too many.
 *
 * @param limit bytes.
 * @throws RequestError 413 when it is too large; BusyError when all bodies together are; InterruptedError when the
 * client leaves before the end.
 */
export async function readBody(incoming: IncomingMessage, limit: number, budget: BodyBudget): Promise<Body> {
  const announced = Number(incoming.headers["content-length"] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  const release = () => {
    budget.release(size);
    size = 0;
  };
  try {
    // Leaving the loop must not destroy the connection: the client is still to read why.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size + chunk.length > limit) throw tooLarge(limit);
      budget.take(chunk.length);
      size += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    if (incoming.readableAborted)
      throw new InterruptedError("the client left before its request was whole", { cause: error });
    throw error;
  }
  return { bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), release };
}

function tooLarge(limit: number): RequestError {
  return new RequestError(
    413,
    `the body is larger than ${limit} bytes`,
    { next: "Send less at once." },
    // What is still on its way is not worth reading.
    { Connection: "close" },
  );
}
