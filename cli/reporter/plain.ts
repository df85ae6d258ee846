/** The reporter for logs: whole lines, few of them. */
import type { Progress } from "../../core/reporter.js";
import type { Colours } from "../colours.js";
import type { Host, Sink } from "../host.js";
import type { ClosableReporter } from "./closable.js";
import { count, duration, figures, rate } from "./format.js";
import { Meter } from "./meter.js";

/** The least time between two lines about the same work, in milliseconds. */
const PLAIN_INTERVAL = 5_000;

/** Writes a line when work begins, every few seconds while it goes on, and when it is done. */
export function plainReporter(sink: Sink, colours: Colours, now: Host["now"]): ClosableReporter {
  let current: { label: string; meter: Meter; written: number; complete: boolean } | undefined;
  const line = (text: string) => sink.write(`${text}\n`);

  function progress(report: Progress): void {
    const time = now();
    const fresh = current === undefined || current.label !== report.label;
    if (current === undefined || fresh) {
      current = { label: report.label, meter: new Meter(), written: time, complete: false };
    }
    current.meter.add(report, time);
    const complete = report.total > 0 && report.done >= report.total;
    const due = complete ? !current.complete : fresh || time - current.written >= PLAIN_INTERVAL;
    current.complete = complete;
    if (!due) return;
    current.written = time;
    line(`  ${report.label}: ${facts(report, current.meter, complete, time).join(", ")}`);
  }

  return {
    stage(name) {
      current = undefined;
      line(colours.bold(name));
    },
    progress,
    note: (text) => line(`  ${text}`),
    warn: (text) => line(`  ${colours.yellow("warning:")} ${text}`),
    record: () => undefined,
    close: () => undefined,
  };
}

function facts(report: Progress, meter: Meter, complete: boolean, now: number): string[] {
  const { elapsed, left, rate: current } = meter.reading(report, now);
  const speed = complete ? meter.overall(report, now) : current;
  const time = complete ? `took ${duration(elapsed)}` : left === null ? undefined : `${duration(left)} left`;
  return [
    amount(report),
    ...(time === undefined ? [] : [time]),
    ...(speed === null ? [] : [rate(speed)]),
    ...figures(report.figures),
  ];
}

function amount({ done, total, unit }: Progress): string {
  if (total <= 0) return `${count(done)} ${unit}`;
  return `${count(done)}/${count(total)} ${unit} (${Math.floor((100 * Math.min(done, total)) / total)} %)`;
}
