/** The page's side of the worker that reads tables. */
import { FailedError } from "kilnjs";
import { Channel, type RequestOf, workerPort } from "kilnjs/page";
import type { TableQuestions } from "./messages.js";

interface Reading {
  readonly worker: Worker;
  readonly channel: Channel<TableQuestions>;
  /** Tables that are being read. */
  tables: number;
}

/** The worker is started by the first question, and ended by `close`. */
export class TableWorker {
  #reading: Reading | undefined;
  #table = 0;

  /** Counts the tables that were given: what is asked of one must not be answered by the next. */
  get table(): number {
    return this.#table;
  }

  /**
   * Asks. A table that is still being read when another one comes is given up, with everything that was asked of it.
   *
   * @throws InputError as the table's reader does; DOMException `AbortError` when it was given up.
   */
  ask<Kind extends keyof TableQuestions>(
    kind: Kind,
    given: TableQuestions[Kind]["given"],
  ): Promise<TableQuestions[Kind]["answer"]> {
    if (kind === "read" && this.#reading !== undefined && this.#reading.tables > 0) this.close();
    if (kind === "read") this.#table++;
    this.#reading ??= this.#start();
    const reading = this.#reading;
    const answer = reading.channel.ask<Kind>({ kind, ...given } as RequestOf<TableQuestions, Kind>);
    return kind === "read" ? counted(reading, answer) : answer;
  }

  /** Ends the worker, and with it whatever it was at. The next question starts another one. */
  close(): void {
    this.#end(new DOMException("the table was put away", "AbortError"));
  }

  #start(): Reading {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    const died = (how: string): Error => {
      const lost = new FailedError(`the worker that reads tables stopped: ${how}`, { next: "Give the table again." });
      if (this.#reading?.worker === worker) this.#end(lost);
      return lost;
    };
    return { worker, channel: new Channel<TableQuestions>(workerPort(worker), { died }), tables: 0 };
  }

  #end(why: Error): void {
    const reading = this.#reading;
    this.#reading = undefined;
    reading?.worker.terminate();
    reading?.channel.end(why);
  }
}

async function counted<Answer>(reading: Reading, answer: Promise<Answer>): Promise<Answer> {
  reading.tables++;
  try {
    return await answer;
  } finally {
    reading.tables--;
  }
}
