import { InterruptedError } from "../../core/errors.js";
import { DeadlineError } from "../executor/deadline-error.js";

/**
 * Does work under a signal that is aborted when the client leaves or the time is over, and gives up waiting for it then.
 * The work itself may go on for a while: what it occupies is to be given back when it has really stopped.
 *
 * @param client aborted when the connection closes.
 * @param limit ms.
 * @param stopped called once, when the work has ended in whatever way.
 * @throws InterruptedError when the client left; DeadlineError when the time is over; what `work` throws.
 */
export async function withDeadline<Value>(
  client: AbortSignal,
  limit: number,
  work: (signal: AbortSignal) => Promise<Value>,
  stopped: () => void = () => undefined,
): Promise<Value> {
  const controller = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  const leave = () => controller.abort(new InterruptedError("the client closed the connection"));
  const timer = setTimeout(() => {
    controller.abort(
      new DeadlineError(`there was no answer within ${limit / 1000} s`, { next: "Ask for less at once." }),
    );
  }, limit);
  client.addEventListener("abort", leave, { once: true });
  if (client.aborted) leave();
  const going = startWork(work, controller.signal).finally(stopped);
  try {
    return await Promise.race([going, givenUp]);
  } finally {
    clearTimeout(timer);
    client.removeEventListener("abort", leave);
  }
}

/** What throws at once has ended too. */
async function startWork<Value>(work: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return await work(signal);
}
