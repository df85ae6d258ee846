/**
 * The side that asks: numbered requests over a port, an answer to each, and an end to all of them when the other side
 * dies. Comlink and Piscina were looked at and not taken: comlink leaves a request open for ever when its worker is gone
 * (https://github.com/GoogleChromeLabs/comlink/issues/601), Piscina knows threads alone, and both bring every error back
 * as a plain Error (https://github.com/piscinajs/piscina/issues/141), where a class here decides what a person is told.
 */
import { restoreError } from "../carried-error.js";
import { FailedError } from "../errors.js";
import type { Calls, RequestOf, Said } from "./messages.js";
import type { AskingPort, Transfer } from "./port.js";

/** How one request is asked. */
export interface AskingOptions {
  readonly transfer?: Transfer;
  /** How long it may take, in ms; for ever when left out. */
  readonly limit?: number;
  /** Called at the limit; the request is rejected with what it gives. An answer that comes later is dropped. */
  readonly late?: () => Error;
}

/** What a channel tells its owner. */
export interface ChannelOptions {
  /** The error of requests that die with the other side. @param how half a sentence: "ended with exit code 1". */
  readonly died: (how: string) => Error;
  /** Hears what the other side tells unasked. */
  readonly news?: (news: unknown) => void;
}

interface Waiting {
  readonly id: number;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

/** `Own` is what can be asked. */
export class Channel<Own extends Calls<Own>> {
  readonly #port: AskingPort;
  /**
   * Few at a time, oldest first. No Map: when one that comes and goes is made anew, the old one points to it, and with it a
   * chain of answers long given outlives every collection of young objects (measured: 9 KB a request).
   */
  readonly #waiting: Waiting[] = [];
  #lastId = 0;
  #ended: Error | undefined;

  constructor(port: AskingPort, { died, news }: ChannelOptions) {
    this.#port = port;
    port.listen(
      (message) => this.#hear(message as Said, news),
      (how) => this.end(died(how)),
    );
  }

  /** Requests without an answer so far. */
  get pending(): number {
    return this.#waiting.length;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws the other side's error, of the same class; the error of the channel's end, at once when it has ended before.
   */
  ask<Kind extends keyof Own>(
    request: RequestOf<Own, Kind>,
    { transfer, limit, late }: AskingOptions = {},
  ): Promise<Own[Kind]["answer"]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const timer = limit === undefined ? undefined : setTimeout(() => this.#expire(id, late), limit);
      this.#waiting.push({ id, resolve, reject, timer });
      try {
        this.#port.post({ id, request }, transfer);
      } catch (error) {
        // What cannot be copied never left.
        this.#take(id);
        throw error;
      }
    });
  }

  /** Rejects all that is asked, and all that will be; the first reason counts. It does not end the other side. */
  end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    for (const { id } of [...this.#waiting]) this.#take(id)?.reject(error);
  }

  #hear(said: Said, news: ((news: unknown) => void) | undefined): void {
    if ("news" in said) {
      news?.(said.news);
      return;
    }
    const waiting = this.#take(said.id);
    if ("error" in said) waiting?.reject(restoreError(said.error));
    else waiting?.resolve(said.value as never);
  }

  #expire(id: number, late: (() => Error) | undefined): void {
    this.#take(id)?.reject(late?.() ?? new FailedError("there was no answer in time"));
  }

  #take(id: number): Waiting | undefined {
    const place = this.#waiting.findIndex((one) => one.id === id);
    if (place === -1) return undefined;
    const [waiting] = this.#waiting.splice(place, 1);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
