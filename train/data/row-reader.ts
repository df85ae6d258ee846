/** Reads rows of a file in a thread of its own, while the training's own thread is inside a step. */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { FailedError } from "../../core/errors.js";
import type { RowAnswer, RowFile, RowRequest } from "./row-messages.js";

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** A thread that reads. It starts with the first request, and keeps no process alive that has none in flight. */
export class RowReader {
  readonly #file: RowFile;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  constructor(file: RowFile) {
    this.#file = file;
  }

  /**
   * The bytes of `rows`, in that order. Answers come in the order of the requests.
   *
   * @throws FailedError when a row is not there, or the disk refuses.
   */
  async read(rows: Uint32Array): Promise<Uint8Array> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#asked++;
    worker.ref();
    return await new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, rows } satisfies RowRequest);
    });
  }

  /** Ends the thread; what is still asked for is refused. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#refuseAll(this.#failed("the file was closed"));
  }

  #start(): Worker {
    const script = createRequire(import.meta.url).resolve("#dist/train/data/row-thread.js");
    const worker = new Worker(script, { workerData: this.#file, execArgv: [] });
    worker.on("message", (answer: RowAnswer) => this.#answered(answer, worker));
    worker.once("error", (error) => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#refuseAll(this.#failed(`the picture cache cannot be read: ${error.message}`));
    });
    return worker;
  }

  #answered(answer: RowAnswer, worker: Worker): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) worker.unref();
    if ("bytes" in answer) waiting?.resolve(answer.bytes);
    else if ("missing" in answer) waiting?.reject(this.#lacks(answer.missing));
    else waiting?.reject(this.#failed(`the picture cache cannot be read: ${answer.error}`));
  }

  #refuseAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #lacks(row: number): FailedError {
    return new FailedError(`the picture cache has no row ${row}`, {
      where: { file: this.#file.path },
      next: "Something cut the file short. Delete its folder; it will be made again.",
    });
  }

  #failed(reason: string): FailedError {
    return new FailedError(reason, { where: { file: this.#file.path } });
  }
}
