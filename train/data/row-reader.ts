/** Reads rows of a file in a thread of its own, while the training's own thread is inside a step. */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { Channel } from "../../core/channel/channel.js";
import { FailedError } from "../../core/errors.js";
import { threadPort } from "../../system/ports.js";
import type { RowCalls, RowFile } from "./row-calls.js";

interface Reading {
  readonly thread: Worker;
  readonly channel: Channel<RowCalls>;
}

/**
 * A thread that reads. It starts with the first request, and keeps no process alive that has none in flight.
 *
 * @example
 * ```ts
 * const reader = new RowReader({ path: "pictures.bin", rowBytes: 64 * 64 * 3 });
 * const bytes = await reader.read(Uint32Array.of(5, 2)); // row 5, then row 2
 * await reader.close();
 * ```
 */
export class RowReader {
  readonly #file: RowFile;
  #reading: Reading | undefined;

  constructor(file: RowFile) {
    this.#file = file;
  }

  /**
   * The bytes of `rows`, in that order. Answers come in the order of the requests.
   *
   * @throws FailedError when a row is not there, or the disk refuses.
   */
  async read(rows: Uint32Array): Promise<Uint8Array> {
    this.#reading ??= this.#start();
    const { thread, channel } = this.#reading;
    thread.ref();
    try {
      return await channel.ask({ kind: "read", rows });
    } finally {
      if (channel.pending === 0) thread.unref();
    }
  }

  /** Ends the thread; what is still asked for is refused. */
  async close(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    reading?.channel.end(this.#failed("the file was closed"));
    await reading?.thread.terminate();
  }

  #start(): Reading {
    const script = createRequire(import.meta.url).resolve("#dist/train/data/row-thread.js");
    const thread = new Worker(script, { workerData: this.#file, execArgv: [] });
    const died = (how: string): FailedError => {
      if (this.#reading?.thread === thread) this.#reading = undefined;
      return this.#failed(`the cache of rows cannot be read: ${how}`);
    };
    return { thread, channel: new Channel<RowCalls>(threadPort(thread), { died }) };
  }

  #failed(reason: string): FailedError {
    return new FailedError(reason, { where: { file: this.#file.path } });
  }
}
