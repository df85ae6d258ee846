/** One worker from the page's side: questions, answers, cancelling, and its death. */
import { FailedError } from "../../core/errors.js";
import { uncarry } from "./carried-error.js";
import type { Asked, Question, Said } from "./messages.js";
import type { AskOptions, LoadProgress } from "./types.js";

interface Waiting {
  readonly question: Question;
  readonly lane: string | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** See the header. One question is with the worker at a time, so that one that is no longer wanted is never begun. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | undefined;
  #ended: Error | undefined;
  #id = 0;
  #onLost: (why: string) => void = () => undefined;

  /** @param address of the worker's script. */
  constructor(address: string, onProgress: (progress: LoadProgress) => void = () => undefined) {
    this.#onProgress = onProgress;
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.addEventListener("message", (event: MessageEvent<Said>) => this.#hear(event.data));
    this.#worker.addEventListener("error", (event) =>
      this.#die(event.message || "the worker's script cannot be loaded"),
    );
    this.#worker.addEventListener("messageerror", () => this.#die("an answer of the worker cannot be read"));
  }

  /** Called when the worker dies by itself. */
  onLost(listener: (why: string) => void): void {
    this.#onLost = listener;
  }

  /** Asks, and waits for the answer. @throws DOMException `AbortError` when it is cancelled or overtaken. */
  ask(question: Question, { signal, lane }: AskOptions = {}): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (signal?.aborted === true) return Promise.reject(aborted("cancelled"));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { question, lane, resolve, reject };
      if (lane !== undefined) for (const one of this.#waiting.filter((other) => other.lane === lane)) this.#drop(one);
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => this.#cancel(waiting), { once: true });
      this.#next();
    });
  }

  /** Ends the worker. */
  close(): void {
    this.#end(aborted("the model was closed"));
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    const message: Asked = { id: ++this.#id, question: this.#current.question };
    this.#worker.postMessage(message);
  }

  #hear(said: Said): void {
    if ("progress" in said) {
      this.#onProgress(said.progress);
      return;
    }
    const current = this.#current;
    if (current === undefined || said.id !== this.#id) return;
    this.#current = undefined;
    if ("error" in said) current.reject(uncarry(said.error));
    else current.resolve(said.value);
    this.#next();
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

  #die(why: string): void {
    if (this.#ended !== undefined) return;
    this.#end(new FailedError(`inference stopped: ${why}`, { next: "Open the model again." }));
    this.#onLost(why);
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#worker.terminate();
    for (const one of [this.#current, ...this.#waiting.splice(0)]) one?.reject(error);
    this.#current = undefined;
  }
}

function aborted(why: string): DOMException {
  return new DOMException(why, "AbortError");
}
