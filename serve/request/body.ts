/** Reads a request's body within bounds: its own, and one for all bodies that are in memory at a time. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { InterruptedError } from "../../core/errors.js";
import { BusyError } from "../executor/busy-error.js";
import { RequestError } from "../problem/request-error.js";
import type { Upload, Uploads } from "./uploads.js";

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

/** What bounds the bodies of a server. */
export interface BodyBounds {
  /** Bytes of one body. */
  readonly limit: number;
  readonly budget: BodyBudget;
  readonly uploads: Uploads;
}

/**
 * Reads a body, whether or not its length was announced; stops at the first byte too many. A client that asks first
 * (`Expect: 100-continue`) is told to go on here, when everything that could be said against its request has been.
 *
 * @throws RequestError 413 when it is too large, 408 when it comes too slowly; BusyError when all bodies together are too
 * large or too many; InterruptedError when the client leaves before the end.
 */
export async function readBody(incoming: IncomingMessage, outgoing: ServerResponse, bounds: BodyBounds): Promise<Body> {
  const announced = Number(incoming.headers["content-length"] ?? 0);
  if (announced > bounds.limit) throw tooLarge(bounds.limit);
  // A small body comes with its headers, and has been taken apart with them a moment after these.
  if (!incoming.complete) await undefined;
  if (incoming.complete && !incoming.destroyed) return wholeBody(incoming, bounds);
  const upload = bounds.uploads.begin();
  try {
    if (incoming.headers.expect !== undefined) outgoing.writeContinue();
    const chunks = await receive(incoming, upload, bounds);
    const { size } = upload;
    const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    let kept = true;
    const release = () => {
      if (kept) bounds.budget.release(size);
      kept = false;
    };
    return { bytes, release };
  } catch (error) {
    bounds.budget.release(upload.size);
    throw error;
  } finally {
    upload.end();
  }
}

/** A body of which nothing is to come any more. */
function wholeBody(incoming: IncomingMessage, { limit, budget }: BodyBounds): Body {
  const bytes: Buffer = incoming.read() ?? Buffer.alloc(0);
  if (bytes.length > limit) throw tooLarge(limit);
  budget.take(bytes.length);
  return { bytes, release: () => budget.release(bytes.length) };
}

/** Leaving it early does not destroy the connection: the client is still to read why. */
function receive(incoming: IncomingMessage, upload: Upload, { limit, budget }: BodyBounds): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const stop = (error: unknown) => {
      incoming.off("data", take);
      incoming.off("end", whole);
      incoming.off("close", gone);
      incoming.pause();
      reject(error);
    };
    const take = (chunk: Buffer) => {
      try {
        if (upload.size + chunk.length > limit) throw tooLarge(limit);
        budget.take(chunk.length);
      } catch (error) {
        stop(error);
        return;
      }
      upload.size += chunk.length;
      chunks.push(chunk);
    };
    const whole = () => {
      incoming.off("close", gone);
      resolve(chunks);
    };
    const gone = () => stop(new InterruptedError("the client left before its request was whole"));
    upload.stop = stop;
    incoming.on("data", take);
    incoming.once("end", whole);
    incoming.once("close", gone);
    // Its "close" says the same, and an error that nobody hears would end the process.
    incoming.on("error", () => undefined);
    if (incoming.destroyed && !incoming.readableEnded) gone();
  });
}

function tooLarge(limit: number): RequestError {
  return new RequestError(413, `the body is larger than ${limit} bytes`, { next: "Send less at once." });
}
