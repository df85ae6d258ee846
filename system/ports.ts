/** Ways to threads and to processes that were forked; see `core/channel/`. */

import type { ChildProcess } from "node:child_process";
import { readSync, writeSync } from "node:fs";
import type { Duplex } from "node:stream";
import { parentPort, type Worker } from "node:worker_threads";
import type { AnsweringPort, AskingPort } from "../core/channel/port.js";
import { hasCode, messageOf } from "../core/errors.js";
import { endOf } from "./end-of-process.js";
import { bodyBytes, decodeFrame, encodeFrame, FrameReader, HEAD_BYTES } from "./frames.js";

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

/**
 * The way to a process over a socket that it was started with: typed arrays travel as they lie in memory. See
 * `frames.ts`, and `readFrames` for the other end.
 *
 * @param lost is called when a message could not be sent.
 */
export function framePort(child: ChildProcess, socket: Duplex, lost: (error: Error) => void): AskingPort {
  // What the process no longer reads, nobody waits for: its end is told by itself.
  socket.on("error", lost);
  return {
    post: (message) => {
      const pieces = encodeFrame(message);
      if (pieces.length > 1) socket.cork();
      for (const piece of pieces) socket.write(piece);
      if (pieces.length > 1) socket.uncork();
    },
    listen: (hear, ended) => {
      const reader = new FrameReader();
      socket.on("data", (chunk: Uint8Array) => reader.push(chunk, hear));
      void endOf(child).then(ended);
    },
  };
}

/**
 * The messages that come over a socket, read as a file: the thread sleeps until there is one. For a process that does one
 * thing at a time; a turn of the event loop for each message would take longer than reading it.
 *
 * @param socket the file descriptor. It ends when the other side closes it.
 */
export function* readFrames(socket: number): Generator<unknown, void> {
  const head = new Uint8Array(HEAD_BYTES);
  while (fillFrom(socket, head)) {
    const body = new Uint8Array(bodyBytes(head));
    if (!fillFrom(socket, body)) return;
    yield decodeFrame(head, body);
  }
}

/** Writes a message as `readFrames` and `framePort` read it. */
export function writeFrame(socket: number, message: unknown): void {
  for (const piece of encodeFrame(message)) {
    for (let from = 0; from < piece.length; ) from += interruptible(() => writeSync(socket, piece, from));
  }
}

/** False when the other side has closed the socket. */
function fillFrom(socket: number, target: Uint8Array): boolean {
  for (let from = 0; from < target.length; ) {
    const read = interruptible(() => readSync(socket, target, from, target.length - from, null));
    if (read === 0) return false;
    from += read;
  }
  return true;
}

/** A signal that somebody handles may end a call early. */
function interruptible(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!hasCode(error, "EINTR")) throw error;
    }
  }
}
