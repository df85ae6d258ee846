/** How a child process ends. */
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";

/** Characters of its standard error that are kept to explain a death. */
const KEPT = 2_000;

/** Keeps the last words of a process whose standard error is a pipe. @returns what there is of them so far. */
export function lastWordsOf(child: ChildProcess): () => string {
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-KEPT);
  });
  return () => words.trim();
}

/**
 * Waits for the end of a process, and for its standard error to be read to the end.
 *
 * @returns half a sentence on how it ended: "was killed by SIGKILL"; never rejects.
 */
export async function endOf(child: ChildProcess): Promise<string> {
  // Not "close": Node does not emit it when it was the parent that closed the channel.
  const how = await new Promise<string>((resolve) => {
    child.on("exit", (code, signal) =>
      resolve(signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`),
    );
    child.on("error", (error) => {
      // Either it could not be started (then there is no "exit") or a message could not be sent.
      if (child.pid === undefined) resolve(`could not be started: ${error.message}`);
    });
  });
  await readToEnd(child.stderr);
  return how;
}

/** A stream that breaks has nothing more to say. */
async function readToEnd(stream: Readable | null): Promise<void> {
  if (stream !== null && !stream.closed) await finished(stream).catch(() => undefined);
}
