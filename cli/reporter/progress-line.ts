/** One line about work that goes on, fitted to the width of the terminal. */
import type { Progress } from "../../core/reporter.js";
import type { Colours } from "../colours.js";
import { count, duration, figures, rate } from "./format.js";
import type { Reading } from "./meter.js";

/** The bar's share of the line: always the same, so that it does not jump when a figure gets a digit more. */
const BAR_SHARE = 0.2;
const BAR_WIDTH = { least: 8, most: 28 };
const SEPARATOR = "  ";
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * A bar with percent, amount, rate, time left and figures; what does not fit in `width` characters is left out, from the
 * end. Work of unknown length gets a mark that turns instead of a bar.
 */
export function progressLine(report: Progress, reading: Reading, width: number, colours: Colours): string {
  const head = `  ${shortened(report.label, Math.floor(width / 3))}${SEPARATOR}`;
  const facts = factsOf(report, reading);
  if (reading.fraction === null) {
    const turn = SPINNER[Math.floor(reading.elapsed * 8) % SPINNER.length] ?? "";
    const kept = fitting(facts, width - head.length - 1 - SEPARATOR.length);
    return `${head}${colours.cyan(turn)}${SEPARATOR}${kept.join(SEPARATOR)}`;
  }
  const percent = `${Math.floor(reading.fraction * 100)}%`.padStart(4);
  const barWidth = Math.min(BAR_WIDTH.most, Math.max(BAR_WIDTH.least, Math.floor(width * BAR_SHARE)));
  const kept = fitting(facts, width - head.length - barWidth - percent.length - SEPARATOR.length);
  const [first = "", ...others] = kept;
  const tail = [first, ...others.map((fact) => colours.dim(fact))].join(SEPARATOR);
  return `${head}${bar(reading.fraction, barWidth, colours)} ${percent}${SEPARATOR}${tail}`;
}

/** What stays on the screen when the work is over: amount (where one was counted), time, rate, the last figures. */
export function finishedFacts(report: Progress, seconds: number, overall: number | null): string {
  const facts = [
    ...(report.done === 0 ? [] : [`${count(report.done)} ${report.unit}`]),
    duration(seconds),
    ...(overall === null ? [] : [rate(overall)]),
    ...figures(report.figures),
  ];
  return facts.join(", ");
}

function factsOf(report: Progress, reading: Reading): string[] {
  const amount =
    reading.fraction === null
      ? count(report.done)
      : `${count(report.done)}/${count(Math.max(report.total, report.done))}`;
  return [
    `${amount} ${report.unit}`,
    ...(reading.left === null ? [duration(reading.elapsed)] : [`${duration(reading.left)} left`]),
    ...(reading.rate === null ? [] : [rate(reading.rate)]),
    ...figures(report.figures),
  ];
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function fitting(facts: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const fact of facts) {
    left -= fact.length + SEPARATOR.length;
    if (left < 0) break;
    kept.push(fact);
  }
  return kept;
}

function bar(fraction: number, width: number, colours: Colours): string {
  const halves = Math.round(fraction * width * 2);
  const whole = Math.floor(halves / 2);
  const half = halves % 2 === 1 ? "╸" : "";
  return colours.cyan("━".repeat(whole) + half) + colours.dim("─".repeat(Math.max(0, width - whole - half.length)));
}
