/** Ways to threads and to processes that were forked; see `core/channel/`. */

import type { ChildProcess } from "node:child_process";
import { parentPort, type Worker } from "node:worker_threads";
import type { AnsweringPort, AskingPort } from "../core/channel/port.js";
import { messageOf } from "../core/errors.js";
import { endOf } from "./end-of-process.js";

/** The way to a thread. */
export function threadPort(thread: Worker): AskingPort {
  return {
    post: (message, transfer = []) => thread.postMessage(message, transfer),
    listen: (hear, ended) => {
      thread.on("message", hear);
      thread.once("error", (error) => ended(messageOf(error)));
      thread.once("exit", (code) => ended(`ended with exit code ${code}`));
    },
  };
}

/** The way back, from inside of a thread. */
export function parentThreadPort(): AnsweringPort {
  return {
    post: (message, transfer = []) => parentPort?.postMessage(message, transfer),
    listen: (hear) => void parentPort?.on("message", hear),
  };
}

/**
 * The way to a process that was forked with an IPC channel. Typed arrays travel as bytes when it was forked with
 * `serialization: "advanced"`.
 *
 * @param lost is called when a message could not be sent.
 */
export function processPort(child: ChildProcess, lost: (error: Error) => void = () => undefined): AskingPort {
  const sent = (error: Error | null): void => {
    if (error !== null) lost(error);
  };
  return {
    post: (message) => void child.send(message as object, sent),
    listen: (hear, ended) => {
      child.on("message", hear);
      void endOf(child).then(ended);
    },
  };
}

/** The way back, from inside of a forked process. */
export function parentProcessPort(): AnsweringPort {
  return {
    // The callback takes the error of a channel that closed meanwhile: "disconnect" tells the process of it.
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    listen: (hear) => void process.on("message", hear),
  };
}
