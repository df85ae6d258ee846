/** The server's side of the thread that reads runs: started at the first question, ended when nobody asks any more. */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { Channel } from "../../core/channel/channel.js";
import type { RequestOf } from "../../core/channel/messages.js";
import { FailedError, UnavailableError } from "../../core/errors.js";
import { threadPort } from "../../system/ports.js";
import type { ListedRun, RunPage, RunsCalls } from "./runs-calls.js";

/** Questions that wait for an answer; the same one asked twice counts once. */
const MOST_WAITING = 16;
/** A page that takes longer than this never comes, in ms: the thread is ended. */
const PATIENCE = 60_000;
/** The thread's memory is given back after this long without a question, in ms. */
const IDLE = 60_000;

interface Reading {
  readonly thread: Worker;
  readonly channel: Channel<RunsCalls>;
}

export class RunsReader {
  readonly #runs: string;
  readonly #shared = new Map<string, Promise<unknown>>();
  #reading: Reading | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** @param runs the folder of all runs. */
  constructor(runs: string) {
    this.#runs = runs;
  }

  /** All runs, newest first, damaged ones last. */
  list(): Promise<readonly ListedRun[]> {
    return this.#share({ kind: "list" });
  }

  /**
   * The report of a run as it is now.
   *
   * @param depth how many folders it is below that of all runs: its link back leads there.
   * @throws NotFoundError when its folder holds nothing that can be shown; UnavailableError when too many are asked for.
   */
  page(run: string, depth: number): Promise<RunPage> {
    return this.#share({ kind: "page", run, depth });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#end("the server stops");
  }

  /** One who asks for what is being made already gets the same one. */
  #share<Kind extends keyof RunsCalls>(request: RequestOf<RunsCalls, Kind>): Promise<RunsCalls[Kind]["answer"]> {
    const key = JSON.stringify(request);
    const going = this.#shared.get(key) as Promise<RunsCalls[Kind]["answer"]> | undefined;
    if (going !== undefined) return going;
    const answer = this.#ask<Kind>(request).finally(() => this.#shared.delete(key));
    this.#shared.set(key, answer);
    return answer;
  }

  async #ask<Kind extends keyof RunsCalls>(request: RequestOf<RunsCalls, Kind>): Promise<RunsCalls[Kind]["answer"]> {
    this.#reading ??= this.#start();
    const { channel } = this.#reading;
    if (channel.pending >= MOST_WAITING) throw new UnavailableError("too many reports are being written just now");
    clearTimeout(this.#idle);
    try {
      return await channel.ask<Kind>(request, {
        limit: PATIENCE,
        late: () => {
          void this.#end("it took too long");
          return notWritten("it took too long");
        },
      });
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => void this.close(), IDLE).unref();
    }
  }

  #start(): Reading {
    const script = createRequire(import.meta.url).resolve("#dist/cli/serve/runs-thread.js");
    const thread = new Worker(script, { workerData: { runs: this.#runs }, execArgv: [] });
    thread.unref();
    const died = (how: string): FailedError => {
      if (this.#reading?.thread === thread) this.#reading = null;
      return notWritten(how);
    };
    return { thread, channel: new Channel<RunsCalls>(threadPort(thread), { died }) };
  }

  async #end(why: string): Promise<void> {
    clearTimeout(this.#idle);
    const reading = this.#reading;
    this.#reading = null;
    reading?.channel.end(notWritten(why));
    await reading?.thread.terminate();
  }
}

function notWritten(why: string): FailedError {
  return new FailedError(`the report could not be written: ${why}`);
}
