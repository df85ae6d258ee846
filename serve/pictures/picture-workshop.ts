/**
 * Where pictures are read and written: processes that are started when there is work, take requests in turn (one picture
 * of each, so that nobody waits for all of another one's), and end when they have been idle. Work that nobody waits for
 * any more is killed with its process, and counts as going on until that process has ended.
 */
import { messageOf, UnavailableError } from "../../core/errors.js";
import { PictureProcess, PictureProcessDied } from "./picture-process.js";

/** What has been abandoned may still end by itself this long, in ms: about what a new process costs to start. */
const GRACE = 250;
/** A process without work gives its memory back after this long, in ms. */
const IDLE = 60_000;
/** How often one picture may be lost with a process before it is suspected of killing them. */
const MOST_LOSSES = 2;

/** Work on one picture in a process. */
export type PictureWork<Value> = (process: PictureProcess) => Promise<Value>;

interface Task {
  readonly signal: AbortSignal | undefined;
  readonly work: PictureWork<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly leave: () => void;
  losses: number;
}

export class PictureWorkshop {
  readonly #size: number;
  readonly #running = new Set<PictureProcess>();
  readonly #idle = new Map<PictureProcess, NodeJS.Timeout>();
  /** Tasks by who asks; the next one is taken from the first line, which then goes to the end. */
  readonly #lines = new Map<object, Task[]>();
  #closed = false;

  /** @param size the most processes. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Process ids, for those who watch or test them. */
  get pids(): number[] {
    return [...this.#running, ...this.#idle.keys()].flatMap(({ pid }) => pid ?? []);
  }

  /**
   * Does work on a picture when its turn comes.
   *
   * @param asker whose turn it is: a request.
   * @param signal aborting it takes the work out of its line, or kills it.
   * @throws the signal's reason once nothing goes on any more; what the work throws; UnavailableError when two processes
   * died of it, or the workshop is closed.
   */
  do<Value>(asker: object, signal: AbortSignal | undefined, work: PictureWork<Value>): Promise<Value> {
    if (this.#closed) return Promise.reject(new UnavailableError("the server is shutting down"));
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<Value>((resolve, reject) => {
      const leave = () => {
        if (this.#takeOut(asker, task)) reject(signal?.reason);
      };
      const task: Task = { signal, work, resolve: resolve as Task["resolve"], reject, leave, losses: 0 };
      signal?.addEventListener("abort", leave, { once: true });
      this.#put(asker, task);
      this.#dispatch();
    });
  }

  /** Kills all processes; what is in them or waits for them is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const task of [...this.#lines.values()].flat())
      task.reject(new UnavailableError("the server is shutting down"));
    this.#lines.clear();
    const processes = [...this.#running, ...this.#idle.keys()];
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const process of processes) process.kill();
    await Promise.all(processes.map(({ exited }) => exited));
  }

  #put(asker: object, task: Task): void {
    const line = this.#lines.get(asker);
    if (line === undefined) this.#lines.set(asker, [task]);
    else line.push(task);
  }

  #takeOut(asker: object, task: Task): boolean {
    const line = this.#lines.get(asker);
    const place = line?.indexOf(task) ?? -1;
    if (line === undefined || place === -1) return false;
    line.splice(place, 1);
    if (line.length === 0) this.#lines.delete(asker);
    return true;
  }

  #dispatch(): void {
    for (;;) {
      const [next] = this.#lines;
      if (next === undefined) return;
      const process = this.#free();
      if (process === undefined) return;
      const [asker, line] = next;
      const task = line.shift();
      this.#lines.delete(asker);
      if (line.length > 0) this.#lines.set(asker, line);
      if (task === undefined) continue;
      if (process instanceof PictureProcess) void this.#perform(process, asker, task);
      else task.reject(process);
    }
  }

  /** A process for the next task, why there can be none, or nothing when all are at work. */
  #free(): PictureProcess | UnavailableError | undefined {
    for (const [process, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(process);
      if (process.alive) return process;
    }
    if (this.#running.size >= this.#size) return undefined;
    try {
      return new PictureProcess();
    } catch (cause) {
      // The system has no memory, or no process, left: that is no reason to end.
      return new UnavailableError(`no process for pictures can be started: ${messageOf(cause)}`, { cause });
    }
  }

  async #perform(process: PictureProcess, asker: object, task: Task): Promise<void> {
    this.#running.add(process);
    const { signal } = task;
    signal?.removeEventListener("abort", task.leave);
    let late: NodeJS.Timeout | undefined;
    const abandon = () => {
      late = setTimeout(() => process.kill(), GRACE);
    };
    signal?.addEventListener("abort", abandon, { once: true });
    try {
      task.resolve((await task.work(process)) as never);
    } catch (error) {
      this.#fail(error, asker, task);
    } finally {
      signal?.removeEventListener("abort", abandon);
      clearTimeout(late);
      this.#running.delete(process);
      if (process.alive) this.#rest(process);
      this.#dispatch();
    }
  }

  #fail(error: unknown, asker: object, task: Task): void {
    if (task.signal?.aborted) task.reject(task.signal.reason);
    else if (error instanceof PictureProcessDied) {
      task.losses += 1;
      if (task.losses < MOST_LOSSES && !this.#closed) {
        task.signal?.addEventListener("abort", task.leave, { once: true });
        this.#put(asker, task);
      } else task.reject(error);
    } else task.reject(error);
  }

  #rest(process: PictureProcess): void {
    const timer = setTimeout(() => {
      this.#idle.delete(process);
      process.kill();
    }, IDLE).unref();
    this.#idle.set(process, timer);
  }
}
