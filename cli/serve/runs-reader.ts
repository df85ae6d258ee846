/** The server's side of the thread that reads runs: started at the first question, ended when nobody asks any more. */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { FailedError, NotFoundError, UnavailableError } from "../../core/errors.js";
import type { Answer, ListedRun, Question, RunPage } from "./messages.js";

/** Questions that wait for an answer; the same one asked twice counts once. */
const MOST_WAITING = 16;
/** A page that takes longer than this never comes, in ms: the thread is ended. */
const PATIENCE = 60_000;
/** The thread's memory is given back after this long without a question, in ms. */
const IDLE = 60_000;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** See the header. */
export class RunsReader {
  readonly #runs: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #shared = new Map<string, Promise<Answer>>();
  #thread: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;

  /** @param runs the folder of all runs. */
  constructor(runs: string) {
    this.#runs = runs;
  }

  /** All runs, newest first, damaged ones last. */
  async list(): Promise<readonly ListedRun[]> {
    const answer = await this.#share({ kind: "list" });
    return "list" in answer ? answer.list : [];
  }

  /**
   * The report of a run as it is now.
   *
   * @param depth how many folders it is below that of all runs: its link back leads there.
   * @throws NotFoundError when its folder holds nothing that can be shown; UnavailableError when too many are asked for.
   */
  async page(run: string, depth: number): Promise<RunPage> {
    const answer = await this.#share({ kind: "page", run, depth });
    if ("page" in answer) return answer.page;
    throw new FailedError("the report was not written");
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }

  /** Whoever asks for what is being made already gets the same one. */
  #share(question: Question): Promise<Answer> {
    const key = JSON.stringify(question);
    const going = this.#shared.get(key);
    if (going !== undefined) return going;
    const answer = this.#ask(question).finally(() => this.#shared.delete(key));
    this.#shared.set(key, answer);
    return answer;
  }

  async #ask(question: Question): Promise<Answer> {
    if (this.#waiting.size >= MOST_WAITING) throw new UnavailableError("too many reports are being written just now");
    const thread = this.#started();
    clearTimeout(this.#idle);
    const id = this.#asked++;
    const late = setTimeout(() => void this.close(), PATIENCE);
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        thread.postMessage({ ...question, id });
      });
      if (!("error" in answer)) return answer;
      throw answer.missing ? new NotFoundError(answer.error) : new FailedError(answer.error);
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
      this.#idle = setTimeout(() => void this.close(), IDLE).unref();
    }
  }

  #started(): Worker {
    if (this.#thread !== null) return this.#thread;
    const script = createRequire(import.meta.url).resolve("#dist/cli/serve/runs-thread.js");
    const thread = new Worker(script, { workerData: { runs: this.#runs }, execArgv: [] });
    thread.unref();
    thread.on("message", (answer: Answer) => this.#waiting.get(answer.id)?.resolve(answer));
    thread.on("error", (cause) => this.#lost(thread, cause.message));
    thread.on("exit", () => this.#lost(thread, "it took too long"));
    this.#thread = thread;
    return thread;
  }

  #lost(thread: Worker, why: string): void {
    if (this.#thread === thread) this.#thread = null;
    for (const { reject } of this.#waiting.values()) reject(new FailedError(`the report could not be written: ${why}`));
  }
}
