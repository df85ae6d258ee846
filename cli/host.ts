/** What the command line needs of the process around it, so that a test can stand in for a terminal. */

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
  const onOutputError = (error: NodeJS.ErrnoException) => {
    // `kiln runs | head -1`: the reader has what it wanted. Without this, a stack trace would end the pipeline.
    if (error.code !== "EPIPE") throw error;
    closed?.();
  };
  process.stdout.on("error", onOutputError);
  process.stderr.on("error", onOutputError);

  return {
    stdout: process.stdout,
    stderr: process.stderr,
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
