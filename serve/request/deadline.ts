/** How long somebody waits for an answer: until the client leaves, or the time is over. */
import type { ServerResponse } from "node:http";
import { InterruptedError } from "../../core/errors.js";
import { DeadlineError } from "../executor/deadline-error.js";
import type { StopSignal } from "../executor/stop-signal.js";

/** What tells that a client has left: Node's answer to it, or the signal of a request. */
export type Client = ServerResponse | AbortSignal;

/** Says once that nobody waits any more. It is a signal itself, and makes a real one only for those who need it. */
export class Deadline implements StopSignal {
  #listeners: (() => void)[] = [];
  #reason: Error | undefined;
  #controller: AbortController | undefined;

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  /** The same as an `AbortSignal`. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_: "abort", listener: () => void): void {
    const place = this.#listeners.indexOf(listener);
    if (place !== -1) this.#listeners.splice(place, 1);
  }

  /** Nobody waits any more; the first reason counts. */
  stop(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

/**
 * Does work under a deadline, and gives up waiting for it then. The work itself may go on for a while: what it occupies is
 * to be given back when it has really stopped.
 *
 * @param limit ms.
 * @param stopped called once, when the work has ended in whatever way.
 * @throws InterruptedError when the client left; DeadlineError when the time is over; what `work` throws.
 */
export function withDeadline<Value>(
  client: Client,
  limit: number,
  work: (deadline: Deadline) => Promise<Value>,
  stopped: () => void = () => undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const deadline = new Deadline();
    const unwatch = watch(client, () => deadline.stop(new InterruptedError("the client closed the connection")));
    const timer = setTimeout(() => {
      deadline.stop(
        new DeadlineError(`there was no answer within ${limit / 1000} s`, { next: "Ask for less at once." }),
      );
    }, limit);
    const end = () => {
      clearTimeout(timer);
      unwatch();
    };
    const giveUp = () => {
      end();
      reject(deadline.reason);
    };
    const ended = () => {
      deadline.removeEventListener("abort", giveUp);
      end();
      stopped();
    };
    if (deadline.aborted) giveUp();
    else deadline.addEventListener("abort", giveUp);
    startWork(work, deadline).then(
      (value) => {
        ended();
        resolve(value);
      },
      (error) => {
        ended();
        reject(error);
      },
    );
  });
}

/** Calls `leave` when the client leaves before it is answered, at once if it has. @returns what ends that. */
function watch(client: Client, leave: () => void): () => void {
  if (client instanceof AbortSignal) {
    if (client.aborted) leave();
    else client.addEventListener("abort", leave, { once: true });
    return () => client.removeEventListener("abort", leave);
  }
  if (client.destroyed) leave();
  client.on("close", leave);
  return () => client.off("close", leave);
}

/** What throws at once has ended too. */
async function startWork<Value>(work: (deadline: Deadline) => Promise<Value>, deadline: Deadline): Promise<Value> {
  return await work(deadline);
}
