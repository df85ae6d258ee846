/** Another Kiln process at work for this one: its progress is shown here, and its failure is thrown here. */
import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { CONFIG_VARIABLE } from "../config/find.js";
import { restoreError } from "../core/carried-error.js";
import { FailedError, InterruptedError, isErrorKind } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reporter } from "../core/reporter.js";
import { type JsonEvent, parseEvent, replay } from "./reporter/json-lines.js";
import type { Session } from "./session.js";

/** What a child leaves when it dies without a word, most of it TensorFlow's: enough of it to see why. */
const KEPT_LINES = 8;

/** The process was killed, or ended without a word on why: another try may well succeed. */
export class ChildDied extends FailedError {}

/**
 * Runs `kiln <args> --json` in a process of its own (TensorFlow reads its thread count once a process) and waits for it.
 * It has a process group of its own, so that Ctrl+C reaches it once, through us; when we are gone, it stops too.
 *
 * @param reporter what its reports are handed to; the session's when left out.
 * @param signal asks it to stop; the session's when left out.
 * @returns what it gave as its result.
 * @throws the error that it ended with; InterruptedError when it was asked to stop before it could say how it ended;
 * ChildDied when it was killed.
 */
export async function runKiln(
  session: Session,
  args: readonly string[],
  reporter: Reporter = session.reporter,
  signal: AbortSignal = session.signal,
): Promise<JsonObject> {
  const stopped = `kiln ${args[0]} was stopped`;
  if (signal.aborted) throw new InterruptedError(stopped);
  const script = createRequire(import.meta.url).resolve("#dist/cli/kiln.js");
  const { config } = await session.project();
  const child = fork(script, [...args, "--json"], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...session.host.env, NO_COLOR: "1", ...(config === null ? {} : { [CONFIG_VARIABLE]: config }) },
  });
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  let result: JsonObject = {};
  let failure: JsonEvent | undefined;
  const words: string[] = [];
  if (child.stdout === null || child.stderr === null) throw new FailedError("the child process has no output");
  const output = createInterface({ input: child.stdout }).on("line", (line) => {
    const event = parseEvent(line);
    if (event?.event === "result") result = withoutKind(event);
    else if (event?.event === "error") failure = event;
    else if (event !== null) replay(event, reporter);
  });
  const messages = createInterface({ input: child.stderr }).on("line", (line) => {
    words.push(line);
    if (words.length > KEPT_LINES) words.shift();
  });
  try {
    const [code, killedBy] = await ended(child, [output, messages]);
    if (failure !== undefined) throw errorOf(failure);
    if (code !== 0 && signal.aborted) throw new InterruptedError(stopped);
    if (code !== 0) {
      const how = killedBy === null ? `ended with exit code ${code}` : `was ended by ${killedBy}`;
      throw new ChildDied(`kiln ${args.join(" ")} ${how}`, { next: words.join("\n") });
    }
    return result;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

type Child = ReturnType<typeof fork>;

/** Resolves when the process is over and all of its output has been read. */
function ended(child: Child, outputs: readonly NodeJS.EventEmitter[]): Promise<[number | null, string | null]> {
  const closed = outputs.map((output) => new Promise((resolve) => output.once("close", resolve)));
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new FailedError(`cannot start Node: ${cause.message}`, { cause })));
    child.once("exit", (code, signal) => {
      Promise.all(closed).then(() => resolve([code, signal]), reject);
    });
  });
}

function errorOf({ kind, reason, where, next }: JsonEvent): Error {
  return restoreError({
    kind: isErrorKind(kind) ? kind : "bug",
    reason: String(reason),
    where: { ...(where as object) },
    next: typeof next === "string" ? next : null,
  });
}

function withoutKind({ event: _, ...data }: JsonEvent): JsonObject {
  return data as JsonObject;
}
