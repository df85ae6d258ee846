/** What the command line needs of the process around it, so that a test can stand in for a terminal. */

import { steadySink } from "../system/steady-sink.js";

/** A stream that text is written to. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width in characters, on a terminal. */
  readonly columns?: number | undefined;
}

/** The process around a command. */
export interface Host {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Calls `action` again and again until the returned function is called; does not keep the process alive. */
  repeat(action: () => void, milliseconds: number): () => void;
  /** From now on an output that cannot be written (a full disk) is counted and told later, and ends nothing: for a server. */
  keepOn?(): void;
  /** Kills the process when it has not ended by itself after this long (ms): native work, or a handle, may hold it open. */
  endWithin?(limit: number): void;
  /** All of the standard input as text. */
  readInput(): Promise<string>;
  /**
   * Calls `stop` once when the user, the system or the parent process asks to stop, or when nobody reads the output any
   * more. A second SIGINT or SIGTERM ends the process at once.
   *
   * @returns a function that gives the handling of requests back.
   */
  onStop(stop: (reason: StopReason) => void): () => void;
}

/** Why a command was asked to stop. */
export type StopReason = "SIGINT" | "SIGTERM" | "parent gone" | "output closed";

/** The exit code of a command that was stopped: 128 + SIGINT, as shells have it. */
export const INTERRUPTED_EXIT_CODE = 130;

/** The real process. */
export function processHost(): Host {
  let closed: (() => void) | undefined;
  let keepsOn = false;
  const onOutputError = (error: NodeJS.ErrnoException) => {
    // `kiln runs | head -1`: the reader has what it wanted. Without this, a stack trace would end the pipeline.
    if (error.code === "EPIPE") closed?.();
    else if (!keepsOn) throw error;
  };
  process.stdout.on("error", onOutputError);
  // Words on the way are no reason to stop: work goes on when the disk of its log is full.
  process.stderr.on("error", ({ code }: NodeJS.ErrnoException) => code === "EPIPE" && closed?.());

  return {
    stdout: sinkOf(process.stdout, (text) => (keepsOn ? steadySink(process.stdout) : process.stdout).write(text)),
    stderr: sinkOf(process.stderr, (text) => steadySink(process.stderr).write(text)),
    keepOn: () => {
      keepsOn = true;
    },
    endWithin: (limit) => void setTimeout(() => process.kill(process.pid, "SIGKILL"), limit).unref(),
    env: process.env,
    now: () => performance.now(),
    repeat(action, milliseconds) {
      const timer = setInterval(action, milliseconds).unref();
      return () => clearInterval(timer);
    },
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString("utf8");
    },
    onStop(stop) {
      let asked = false;
      const ask = (reason: StopReason) => {
        if (asked && reason.startsWith("SIG")) process.exit(INTERRUPTED_EXIT_CODE);
        if (!asked) stop(reason);
        asked = true;
      };
      const handlers = [
        ["SIGINT", () => ask("SIGINT")],
        ["SIGTERM", () => ask("SIGTERM")],
        ["disconnect", () => ask("parent gone")],
      ] as const;
      for (const [event, handler] of handlers) process.on(event, handler);
      closed = () => ask("output closed");
      return () => {
        for (const [event, handler] of handlers) process.off(event, handler);
        closed = undefined;
      };
    },
  };
}

function sinkOf(stream: NodeJS.WriteStream, write: Sink["write"]): Sink {
  return {
    write,
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
  };
}
