/** The page's side of the worker that reads tables. */
import { FailedError } from "kilnjs";
import { uncarry } from "kilnjs/page";
import type { TableAsked, TableQuestion, TableQuestions, TableSaid } from "./messages.js";

interface Waiting {
  readonly kind: keyof TableQuestions;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** See the header. The worker is started by the first question, and ended by `close`. */
export class TableWorker {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
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
    if (kind === "read" && [...this.#waiting.values()].some((one) => one.kind === "read")) this.close();
    if (kind === "read") this.#table++;
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    const message: TableAsked = { id: ++this.#id, question: { kind, ...given } as TableQuestion };
    return new Promise<TableQuestions[Kind]["answer"]>((resolve, reject) => {
      this.#waiting.set(message.id, { kind, resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage(message);
    });
  }

  /** Ends the worker, and with it whatever it was at. The next question starts another one. */
  close(): void {
    this.#end(new DOMException("the table was put away", "AbortError"));
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event: MessageEvent<TableSaid>) => this.#hear(event.data));
    worker.addEventListener("error", (event) => {
      const why = event.message || "its script cannot be loaded";
      this.#end(new FailedError(`the worker that reads tables stopped: ${why}`, { next: "Give the table again." }));
    });
    return worker;
  }

  #hear(said: TableSaid): void {
    const waiting = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if ("error" in said) waiting?.reject(uncarry(said.error));
    else waiting?.resolve(said.value);
  }

  #end(why: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of left) reject(why);
  }
}
