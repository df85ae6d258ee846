/**
 * How long work tells what it does. Stages report; the command line decides how it looks: a bar on a terminal, plain
 * lines in a log, JSON lines with `--json`.
 */
import type { JsonObject } from "./json.js";

/** How far a piece of work is. */
export interface Progress {
  /** What is being done: "training", "converting". */
  readonly label: string;
  readonly done: number;
  /** 0 when it is not known. */
  readonly total: number;
  /** What `done` counts: "steps", "pictures". */
  readonly unit: string;
  /** Figures worth seeing now: loss, accuracy. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** The receiver of reports. None of its methods throws. */
export interface Reporter {
  /** A named piece of work begins. */
  stage(name: string): void;
  progress(progress: Progress): void;
  /** One sentence for a person. */
  note(text: string): void;
  /** Something that the person should know before trusting the result. */
  warn(text: string): void;
  /** One record for a machine: a line of `--json` output; a person does not see it. */
  record(event: string, data: JsonObject): void;
}

/** Says nothing: for tests and for callers that show progress in their own way. */
export const silentReporter: Reporter = {
  stage: () => undefined,
  progress: () => undefined,
  note: () => undefined,
  warn: () => undefined,
  record: () => undefined,
};
