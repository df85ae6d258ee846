/**
 * The reporter for machines, and back: every report is one line of JSON on the standard output, and the words for people
 * go to the standard error as well. `replay` hands such lines to another reporter, which is how one Kiln process shows
 * the progress of another.
 */
import { carryError } from "../../core/carried-error.js";
import type { Json, JsonObject } from "../../core/json.js";
import type { Progress, Reporter } from "../../core/reporter.js";
import type { Host, Sink } from "../host.js";
import type { ClosableReporter } from "./closable.js";

/** The least time between two progress lines about the same work, in milliseconds. */
const PROGRESS_INTERVAL = 200;

/** One line of `--json` output. */
export interface JsonEvent {
  readonly event: string;
  readonly [key: string]: Json | undefined;
}

/** Writes an event as a line. */
export function writeEvent(sink: Sink, event: string, data: JsonObject): void {
  sink.write(`${JSON.stringify({ event, ...data })}\n`);
}

/** Reports as lines of JSON on `out`; notes and warnings as text on `messages` too. */
export function jsonReporter(out: Sink, messages: Sink, now: Host["now"]): ClosableReporter {
  let last: { label: string; at: number } | undefined;
  return {
    stage: (name) => writeEvent(out, "stage", { name }),
    progress(progress) {
      const complete = progress.total > 0 && progress.done >= progress.total;
      const time = now();
      if (!complete && last?.label === progress.label && time - last.at < PROGRESS_INTERVAL) return;
      last = { label: progress.label, at: time };
      const { label, done, total, unit, figures } = progress;
      writeEvent(out, "progress", { label, done, total, unit, ...(figures === undefined ? {} : { figures }) });
    },
    note(text) {
      writeEvent(out, "note", { text });
      messages.write(`${text}\n`);
    },
    warn(text) {
      writeEvent(out, "warning", { text });
      messages.write(`warning: ${text}\n`);
    },
    record: (event, data) => writeEvent(out, event, data),
    close: () => undefined,
  };
}

/** Reads one line of `--json` output, or gives null for a line that is none (a native library's chatter). */
export function parseEvent(line: string): JsonEvent | null {
  if (!line.startsWith('{"event":')) return null;
  try {
    return JSON.parse(line) as JsonEvent;
  } catch (error) {
    // The writer was killed in the middle of the line.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Hands an event to a reporter, as if the work were done here. */
export function replay(event: JsonEvent, reporter: Reporter): void {
  const { event: kind, ...data } = event;
  if (kind === "stage") reporter.stage(String(data.name));
  else if (kind === "progress") reporter.progress(data as unknown as Progress);
  else if (kind === "note") reporter.note(String(data.text));
  else if (kind === "warning") reporter.warn(String(data.text));
  else reporter.record(kind, data as JsonObject);
}

/** An error as data: what `--json` writes last when a command fails. */
export function errorData(error: unknown, exit: number): JsonObject {
  const { kind, reason, where, next } = carryError(error);
  return { kind, exit, reason, where: { ...where }, next };
}
