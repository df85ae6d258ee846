/** The reporter for a terminal: one line that is drawn over and over, and lines that stay. */
import type { Progress } from "../../core/reporter.js";
import type { Colours } from "../colours.js";
import type { Host, Sink } from "../host.js";
import type { ClosableReporter } from "./closable.js";
import { Meter } from "./meter.js";
import { finishedFacts, progressLine } from "./progress-line.js";
import { wrapped } from "./wrap.js";

/** The least time between two drawings, in milliseconds: slower than the work, faster than the eye. */
const REDRAW_INTERVAL = 80;
/** Work that reports seldom (a converter at work) still shows that time goes by. */
const TICK_INTERVAL = 500;
/** Back to the first column, erase the line. */
const ERASE_LINE = "\r\u001b[2K";
const NARROWEST = 40;

interface Work {
  report: Progress;
  readonly meter: Meter;
  drawn: number;
}

/** Draws progress on a terminal of `sink.columns` characters. */
export function terminalReporter(
  sink: Sink,
  colours: Colours,
  { now, repeat }: Pick<Host, "now" | "repeat">,
): ClosableReporter {
  let work: Work | undefined;
  let stopTicking: (() => void) | undefined;
  /** What was settled last: engines like to report the end twice. */
  let settled: string | undefined;

  /** One column stays free: a terminal breaks the line after its last one. */
  const width = () => Math.max(NARROWEST, sink.columns ?? 80) - 1;

  function draw(current: Work): void {
    const time = now();
    current.drawn = time;
    const reading = current.meter.reading(current.report, time);
    sink.write(ERASE_LINE + progressLine(current.report, reading, width(), colours));
  }

  /** Writes a line that stays, above the moving one. */
  function write(text: string): void {
    sink.write(`${work === undefined ? "" : ERASE_LINE}${text}\n`);
    if (work !== undefined) draw(work);
  }

  /** Ends the moving line: work that is over leaves a line with its figures, work that was cut off says where. */
  function settle(stopped = false): void {
    if (work === undefined) return;
    const { report, meter } = work;
    const time = now();
    const facts = finishedFacts(report, meter.reading(report, time).elapsed, meter.overall(report, time));
    work = undefined;
    stopTicking?.();
    stopTicking = undefined;
    settled = report.label;
    const mark = stopped ? colours.yellow("–") : colours.green("✓");
    sink.write(`${ERASE_LINE}  ${mark} ${report.label}  ${colours.dim(stopped ? `stopped after ${facts}` : facts)}\n`);
  }

  return {
    stage(name) {
      settle();
      settled = undefined;
      write(colours.bold(name));
    },
    progress(report) {
      if (work !== undefined && work.report.label !== report.label) settle();
      const complete = report.total > 0 && report.done >= report.total;
      if (work === undefined && complete && settled === report.label) return;
      work ??= { report, meter: new Meter(), drawn: Number.NEGATIVE_INFINITY };
      work.report = report;
      work.meter.add(report, now());
      stopTicking ??= repeat(() => {
        if (work !== undefined) draw(work);
      }, TICK_INTERVAL);
      if (complete) settle();
      else if (now() - work.drawn >= REDRAW_INTERVAL) draw(work);
    },
    note: (text) => write(wrapped(text, width(), "  ", "    ")),
    warn: (text) => write(wrapped(`! ${text}`, width(), "  ", "    ").replace("!", colours.yellow("!"))),
    record: () => undefined,
    close: settle,
  };
}
