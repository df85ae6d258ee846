/**
 * Tells a person how far setup is. On a terminal one line is rewritten in place; anywhere else (a log, CI) plain lines
 * come at the start and the end of each step and now and then between, so that a long step never looks dead.
 */

import util from "node:util";

/** On a terminal the line is redrawn this often; in a log a line is written this often. */
const TERMINAL_PERIOD_MS = 120;
const LOG_PERIOD_MS = 15_000;
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * @typedef {object} Output the part of a stream that progress needs
 * @property {(text: string) => unknown} write
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 */

/** One at a time: the step that runs now, with its clock and the last line that its command wrote. */
export class Progress {
  /** @param {Output} [output] where to write; standard error, since standard output belongs to results */
  constructor(output = process.stderr) {
    this.output = output;
    this.live = output.isTTY === true && process.env.TERM !== "dumb" && process.env.CI === undefined;
    this.title = "";
    this.lastLine = "";
    this.startedAt = 0;
    this.frame = 0;
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
  }

  /**
   * A step begins.
   * @param {string} title
   * @param {string} [why] why it is done now, when there is something to say
   */
  start(title, why) {
    this.stopClock();
    this.title = title;
    this.lastLine = "";
    this.startedAt = Date.now();
    const reason = why === undefined ? "" : ` (${why})`;
    if (this.live) this.lastLine = why ?? "";
    else this.output.write(`${title}${reason} ...\n`);
    this.timer = setInterval(() => this.tick(), this.live ? TERMINAL_PERIOD_MS : LOG_PERIOD_MS);
    this.timer.unref();
  }

  /**
   * The command of the running step wrote a line.
   * @param {string} line
   */
  update(line) {
    const text = printable(line);
    if (text !== "") this.lastLine = text;
  }

  /** The running step is done. @param {string} [note] what came of it, in a few words */
  done(note) {
    const elapsed = this.elapsed();
    this.stopClock();
    const text = note === undefined ? "" : `: ${note}`;
    this.output.write(`${this.title}${text} (${elapsed})\n`);
  }

  /** The running step failed or was stopped: its line stays, and what follows begins on a new one. */
  abandon() {
    if (this.timer === undefined) return;
    const elapsed = this.elapsed();
    this.stopClock();
    this.output.write(`${this.title}: stopped after ${elapsed}\n`);
  }

  /** A line of its own. @param {string} text */
  say(text) {
    if (this.live) this.output.write("\r\x1b[2K");
    this.output.write(`${text}\n`);
  }

  /** @private */
  tick() {
    if (!this.live) {
      this.output.write(`  ${this.elapsed()}: ${this.lastLine === "" ? "still going" : this.lastLine}\n`);
      return;
    }
    this.frame = (this.frame + 1) % SPINNER.length;
    const line = `${SPINNER[this.frame]} ${this.title}  ${this.elapsed()}  ${this.lastLine}`;
    const columns = this.output.columns || 80;
    this.output.write(`\r\x1b[2K${[...line].slice(0, Math.max(1, columns - 1)).join("")}`);
  }

  /** @private */
  elapsed() {
    return duration(Date.now() - this.startedAt);
  }

  /** @private */
  stopClock() {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.live) this.output.write("\r\x1b[2K");
  }
}

/**
 * "0.4 s", "12 s", "1 min 05 s".
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * A command's line without colours, cursor movements and control characters.
 * @param {string} line
 */
export function printable(line) {
  return util
    .stripVTControlCharacters(line)
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}
