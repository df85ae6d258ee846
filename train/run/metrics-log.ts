/**
 * `metrics.jsonl`: one line of JSON for every few steps and for every epoch. Lines hold no clock time, so that a run that
 * was killed and resumed leaves the same file, byte for byte, as one that was not.
 */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { FailedError } from "../../core/errors.js";

/** A line: its kind, where it is, and figures. */
export interface MetricsLine {
  readonly kind: "step" | "epoch";
  readonly step: number;
  readonly epoch: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** The open file. */
export class MetricsLog {
  readonly #file: number;
  #bytes: number;

  /**
   * Opens the log and drops everything after `bytes`: lines that were written after the checkpoint that is resumed.
   *
   * @throws FailedError when the file is shorter than that: somebody cut it.
   */
  constructor(path: string, bytes: number) {
    this.#file = openSync(path, existsSync(path) ? "r+" : "w+");
    const { size } = fstatSync(this.#file);
    if (size < bytes) {
      closeSync(this.#file);
      throw new FailedError(`has ${size} bytes, the checkpoint was written when it had ${bytes}`, {
        where: { file: path },
        next: "The file was changed since; start a new run.",
      });
    }
    ftruncateSync(this.#file, bytes);
    this.#bytes = bytes;
  }

  /** Length of the file, for the checkpoint. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a line. */
  append({ kind, epoch, step, figures }: MetricsLine): void {
    const line = Buffer.from(`${JSON.stringify({ kind, epoch, step, ...figures })}\n`);
    let written = 0;
    while (written < line.byteLength) {
      written += writeSync(this.#file, line, written, line.byteLength - written, this.#bytes + written);
    }
    this.#bytes += line.byteLength;
  }

  /** Forces the lines to the disk: a checkpoint must never know of lines that a power cut could take away. */
  flush(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The lines of a log, whole ones only. */
export function readMetrics(path: string): Record<string, number | string>[] {
  const text = readFileSync(path, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, number | string>);
}
