/**
 * Runs a command for a step: its lines feed the progress display, its last lines are kept for the error message, and
 * it dies with setup. Each command leads a process group of its own, so that stopping it stops what it started too.
 */
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { CommandError, Interrupted, SetupError } from "./failure.mjs";
import { printable } from "./progress.mjs";

/** An error message shows this much: some tools say what is wrong first, others last. */
const FIRST_LINES = 6;
const LAST_LINES = 16;
const KILL_AFTER_MS = 3000;

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] every line of either stream
 * @property {(line: string) => boolean} [isNoise] lines that show progress but would hide the fault in an error message
 * @property {AbortSignal} [signal] stops the command and rejects with `Interrupted`
 */

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} standard output
 * @throws {CommandError} it ended with another code than 0
 * @throws {SetupError} it could not be started
 * @throws {Interrupted} the signal fired
 */
export function runCommand(command, args, options) {
  const { cwd, env = process.env, onLine, isNoise, signal } = options;
  const commandLine = [command === process.execPath ? basename(command) : command, ...args].map(quote).join(" ");
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Interrupted(String(signal.reason)));
      return;
    }
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const shown = firstAndLast();
    let output = "";
    let stopping = false;

    /** @param {string} line */
    const take = (line) => {
      onLine?.(line);
      const text = printable(line);
      if (text === "" || isNoise?.(text)) return;
      shown.add(text);
    };
    const outLines = splitLines(take);
    const errLines = splitLines(take);
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output += text;
      outLines.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", errLines.push);

    const stop = () => {
      stopping = true;
      killGroup(child.pid, "SIGTERM");
      setTimeout(() => killGroup(child.pid, "SIGKILL"), KILL_AFTER_MS).unref();
    };
    signal?.addEventListener("abort", stop, { once: true });

    child.on("error", (cause) => {
      signal?.removeEventListener("abort", stop);
      reject(new SetupError(`This command could not be started: ${commandLine}`, { details: [cause.message], cause }));
    });
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", stop);
      outLines.end();
      errLines.end();
      if (stopping) reject(new Interrupted(String(signal?.reason)));
      else if (code === 0) resolve(output);
      else
        reject(
          new CommandError(
            commandLine,
            killedBy === null ? `exit code ${code}` : `killed by ${killedBy}`,
            shown.lines(),
          ),
        );
    });
  });
}

/**
 * Sends a signal to a process group; a group that is gone already is what one wants.
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function killGroup(leader, signal) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/** Keeps the first and the last lines of many. */
function firstAndLast() {
  /** @type {string[]} */
  const first = [];
  /** @type {string[]} */
  const last = [];
  let dropped = false;
  return {
    /** @param {string} line */
    add(line) {
      if (first.length < FIRST_LINES) first.push(line);
      else last.push(line);
      if (last.length > LAST_LINES) {
        last.shift();
        dropped = true;
      }
    },
    lines: () => [...first, ...(dropped ? ["..."] : []), ...last],
  };
}

/**
 * Cuts a stream of text into lines; a carriage return ends one too, since progress bars use it.
 * @param {(line: string) => void} take
 */
function splitLines(take) {
  let rest = "";
  return {
    /** @param {string} text */
    push(text) {
      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    },
    end() {
      if (rest !== "") take(rest);
      rest = "";
    },
  };
}

/** @param {string} word */
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
