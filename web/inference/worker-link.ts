/** One worker from the page's side: questions, answers, cancelling, and its death. */
import { Channel } from "../../core/channel/channel.js";
import type { RequestOf } from "../../core/channel/messages.js";
import { workerPort } from "../../core/channel/port.js";
import { FailedError } from "../../core/errors.js";
import type { InferenceCalls } from "./messages.js";
import type { AskOptions, LoadProgress } from "./types.js";

interface Waiting {
  /** Sends the question, and waits for its answer; never rejects. */
  readonly begin: () => Promise<void>;
  readonly lane: string | undefined;
  readonly reject: (error: Error) => void;
}

/** One question is with the worker at a time, so that one that is no longer wanted is never begun. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #channel: Channel<InferenceCalls>;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | undefined;
  #ended: Error | undefined;
  #onLost: (why: string) => void = () => undefined;

  /** @param worker that was just started; it is ended with the link. */
  constructor(worker: Worker, onProgress: (progress: LoadProgress) => void = () => undefined) {
    this.#worker = worker;
    this.#channel = new Channel(workerPort(this.#worker), {
      died: (how) => this.#die(how),
      news: (progress) => onProgress(progress as LoadProgress),
    });
  }

  /** Called when the worker dies by itself. */
  onLost(listener: (why: string) => void): void {
    this.#onLost = listener;
  }

  /** Asks, and waits for the answer. @throws DOMException `AbortError` when it is cancelled or overtaken. */
  ask<Kind extends keyof InferenceCalls>(
    question: RequestOf<InferenceCalls, Kind>,
    { signal, lane }: AskOptions = {},
  ): Promise<InferenceCalls[Kind]["answer"]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (signal?.aborted === true) return Promise.reject(aborted("cancelled"));
    return new Promise((resolve, reject) => {
      const begin = (): Promise<void> => this.#channel.ask<Kind>(question).then(resolve, reject);
      const waiting: Waiting = { begin, lane, reject };
      if (lane !== undefined) for (const one of this.#waiting.filter((other) => other.lane === lane)) this.#drop(one);
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => this.#cancel(waiting), { once: true });
      void this.#next();
    });
  }

  /** Ends the worker. */
  close(): void {
    this.#end(aborted("the model was closed"));
  }

  async #next(): Promise<void> {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    await this.#current.begin();
    this.#current = undefined;
    void this.#next();
  }

  #cancel(waiting: Waiting): void {
    // One that is being answered goes on in the worker; nobody waits for it any more.
    if (this.#current === waiting) waiting.reject(aborted("cancelled"));
    else this.#drop(waiting);
  }

  #drop(waiting: Waiting): void {
    const place = this.#waiting.indexOf(waiting);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    waiting.reject(aborted("a later question took its place"));
  }

  #die(how: string): Error {
    const lost = new FailedError(`inference stopped: ${how}`, { next: "Open the model again." });
    if (this.#ended !== undefined) return lost;
    this.#end(lost);
    this.#onLost(how);
    return lost;
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#worker.terminate();
    for (const one of this.#waiting.splice(0)) one.reject(error);
    this.#channel.end(error);
  }
}

function aborted(why: string): DOMException {
  return new DOMException(why, "AbortError");
}
