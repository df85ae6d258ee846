/**
 * What setup throws when it cannot go on. It has its own class because it runs before anything is compiled or
 * installed, so Kiln's error family is not there yet; the parts are the same: what went wrong, and what to do next.
 */

/** A fault that a person can mend. `message` is one sentence, `details` are lines to show under it. */
export class SetupError extends Error {
  /**
   * @param {string} message what went wrong
   * @param {{ next?: string, details?: string[], cause?: unknown }} [parts] `next` is what to do, in the imperative
   */
  constructor(message, parts = {}) {
    super(message, { cause: parts.cause });
    this.name = "SetupError";
    /** @type {string | undefined} */
    this.next = parts.next;
    /** @type {string[]} */
    this.details = parts.details ?? [];
  }
}

/** A command that setup ran and that failed; `tail` holds the last lines that it wrote. */
export class CommandError extends SetupError {
  /**
   * @param {string} commandLine as one would type it
   * @param {string} outcome for instance "exit code 1"
   * @param {string[]} tail
   */
  constructor(commandLine, outcome, tail) {
    super(`This command failed (${outcome}): ${commandLine}`, { details: tail });
    this.name = "CommandError";
    this.commandLine = commandLine;
    this.tail = tail;
  }
}

/** The person stopped it (Ctrl-C, SIGTERM): nothing is wrong and nothing needs to be said about it. */
export class Interrupted extends Error {
  /** @param {string} [signal] name of the signal */
  constructor(signal = "SIGINT") {
    super(`stopped by ${signal}`);
    this.name = "Interrupted";
    this.signal = signal;
  }
}

/**
 * The text of a failure for a terminal: the sentence, the lines under it indented, then what to do.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (!(error instanceof SetupError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `Setup stopped on a fault of its own, please report it:\n${text}`;
  }
  const lines = [error.message, ...error.details.map((line) => `    ${line}`)];
  if (error.next !== undefined) lines.push(`What to do: ${error.next}`);
  return lines.join("\n");
}
