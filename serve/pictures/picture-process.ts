/** One process that reads and writes pictures, seen from the server. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { setPriority } from "node:os";
import { Channel } from "../../core/channel/channel.js";
import type { RequestOf } from "../../core/channel/messages.js";
import { UnavailableError } from "../../core/errors.js";
import { lastWordsOf } from "../../system/end-of-process.js";
import { processPort } from "../../system/ports.js";
import type { PictureCalls } from "./messages.js";

/** Added to its nice value, as for executors: the server's own thread comes first. */
const NICENESS = 5;

/** The process ended while a picture was in it. The work was lost, not wrong: it may be tried again. */
export class PictureProcessDied extends UnavailableError {}

/** Started with `new`; takes questions at once. It never restarts itself. */
export class PictureProcess {
  readonly #child: ChildProcess;
  readonly #channel: Channel<PictureCalls>;
  #alive = true;
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<void>;

  constructor() {
    this.#child = fork(createRequire(import.meta.url).resolve("#dist/serve/pictures/child.js"), {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--enable-source-maps"],
      // One for the picture, one for files; and memory of large pictures goes back to the system.
      env: { ...process.env, UV_THREADPOOL_SIZE: "2", MALLOC_ARENA_MAX: "2" },
    });
    const lastWords = lastWordsOf(this.#child);
    let ended: () => void = () => undefined;
    this.exited = new Promise((resolve) => {
      ended = resolve;
    });
    this.#channel = new Channel(
      processPort(this.#child, () => this.kill()),
      {
        died: (how) => {
          this.#alive = false;
          ended();
          const words = lastWords();
          return new PictureProcessDied(`the process that reads pictures ${how}${words === "" ? "" : `: ${words}`}`);
        },
      },
    );
    this.#yieldToServer();
  }

  /** The process id, for those who watch or test it. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** False once it has ended or has been killed. */
  get alive(): boolean {
    return this.#alive && this.#child.connected;
  }

  /** @throws what the process answers with; PictureProcessDied when it ends. */
  ask<Kind extends keyof PictureCalls>(request: RequestOf<PictureCalls, Kind>): Promise<PictureCalls[Kind]["answer"]> {
    return this.#channel.ask<Kind>(request);
  }

  /** Kills it, whatever it computes. */
  kill(): void {
    this.#alive = false;
    this.#child.kill("SIGKILL");
  }

  #yieldToServer(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      setPriority(pid, NICENESS);
    } catch (cause) {
      // Allowed everywhere that we know of; where it is not (a strict sandbox), the server is only less quick.
      if (!(cause instanceof Error && "code" in cause)) throw cause;
    }
  }
}
