/** A program that tells what it does in lines of JSON. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { FailedError, InterruptedError } from "../../../core/errors.js";
import type { Command } from "../contenders/process.js";

/** Lines of the standard error that are kept, to say why a program failed. */
const KEPT_LINES = 15;

/**
 * Runs a program to its end.
 *
 * @param onLine each line of its standard output that is a JSON object.
 * @throws FailedError with its last words when it fails; InterruptedError when the signal is aborted.
 */
export async function runLines(
  name: string,
  { file, args, env }: Command,
  signal: AbortSignal,
  onLine: (line: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  const child = spawn(file, [...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const stop = () => child.kill("SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  const words: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) onLine(JSON.parse(line) as Record<string, unknown>);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    words.push(line);
    if (words.length > KEPT_LINES) words.shift();
  });
  try {
    const [code, killed] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once("error", (cause) => reject(new FailedError(`${name} cannot be started: ${cause.message}`, { cause })));
      child.once("close", (exitCode, by) => resolve([exitCode, by]));
    });
    if (signal.aborted) throw new InterruptedError("the bench was stopped");
    if (code !== 0)
      throw new FailedError(`${name} ended with ${killed ?? `exit code ${code}`}`, { next: words.join("\n") });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
