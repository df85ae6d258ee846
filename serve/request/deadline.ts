import { InterruptedError } from "../../core/errors.js";
import { DeadlineError } from "../executor/deadline-error.js";

/**
 * Does work under a signal that is aborted when the client leaves or the time is over, and gives up waiting for it then.
 *
 * @param client aborted when the connection closes.
 * @param limit ms.
 * @throws InterruptedError when the client left; DeadlineError when the time is over; what `work` throws.
 */
export async function withDeadline<Value>(
  client: AbortSignal,
  limit: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
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
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    client.removeEventListener("abort", leave);
  }
}
