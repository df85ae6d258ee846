/** The result as Markdown: the promises first, then a table for each workload. */
import { contenders } from "../contenders/list.js";
import type { Measured, WorkloadResult } from "../measure/measure.js";
import { QUIET } from "../measure/quiet.js";
import { median, type Spread, spreadOf } from "../measure/statistics.js";
import type { TurnKind } from "../measure/turn.js";
import { figure, markdownTable } from "./format.js";
import type { BenchResult } from "./result.js";
import { comparison } from "./targets.js";

const kindNames: Readonly<Record<TurnKind, string>> = { steps: "step alone", train: "with data" };

/** The whole report. */
export function reportMarkdown(result: BenchResult): string {
  const parts = ["# Training, side by side", where(result), ...warning(result), verdicts(result)];
  return `${[...parts, ...result.workloads.map(workload)].filter((part) => part !== "").join("\n\n")}\n`;
}

function where({ machine, rounds, disturbance, created, workloads }: BenchResult): string {
  const versions = Object.assign({}, ...workloads.flatMap((w) => w.contenders.map((c) => c.versions)));
  const listed = Object.entries<string>(versions).map(([name, version]) => `${name} ${version}`);
  const gib = Math.round(machine.memoryBytes / 2 ** 30);
  return [
    `${machine.processor}, ${machine.cores} cores, ${gib} GiB, ${machine.platform}; ${listed.join(", ")}; ${created}.`,
    `${rounds} rounds of turns. Medians, with the lowest and the highest in brackets; a ratio is taken within a round.`,
    `Load average ${figure(disturbance.loadBefore)} before and ${figure(disturbance.loadAfter)} after; ` +
      `${disturbance.repeated} of ${disturbance.turns} measurements were repeated because others used the processor.`,
  ].join("\n");
}

function warning({ disturbance: { disturbed, turns, worstShare } }: BenchResult): string[] {
  if (disturbed === 0) return [];
  return [
    `**Do not quote these figures**: other programs took more than ${QUIET * 100} % of the processor during ${disturbed} of ` +
      `${turns} measurements, up to ${Math.round(worstShare * 100)} %.`,
  ];
}

function verdicts({ verdicts: all }: BenchResult): string {
  if (all.length === 0) return "";
  const rows = all.map(({ workload: name, against, kind, atLeast, measured, kept }) => [
    `${name}, ${kindNames[kind]}, against ${contenders[against].label}`,
    `${figure(atLeast)} x`,
    times(measured),
    kept ? "yes" : "NO",
  ]);
  return markdownTable(["Promise", "at least", "measured", "kept"], rows);
}

function workload(result: WorkloadResult): string {
  const { title, model, goal } = result.workload;
  const header = [
    "",
    "step alone, ms",
    "Kiln is faster",
    "with data, examples/s",
    "Kiln is faster",
    "peak memory, MB",
    `to a validation loss of ${goal.loss}, s`,
  ];
  const rows = result.contenders.map((measured) => [
    labelOf(measured),
    spread(spreadOf(measured.ms.steps)),
    ratio(result, measured, "steps"),
    figure((1000 * result.batchSize) / median(measured.ms.train)),
    ratio(result, measured, "train"),
    figure(measured.peakBytes / 1e6),
    goalOf(measured, goal.loss),
  ]);
  const remarks = result.contenders.flatMap(({ name }) => contenders[name].remark[model] ?? []);
  const absent = result.leftOut.map(({ name, reason }) => `${contenders[name].label} is left out: ${reason}`);
  const notes = [...remarks, ...absent].map((remark) => `- ${remark}`);
  return [`## ${title}`, markdownTable(header, rows), notes.join("\n"), ...profiles(result)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function labelOf({ name, threads }: Measured): string {
  const { label } = contenders[name];
  return threads === undefined ? label : `${label} (${threads} ${threads === 1 ? "thread" : "threads"})`;
}

function ratio(result: WorkloadResult, { name }: Measured, kind: TurnKind): string {
  const measured = name === "kiln" ? undefined : comparison(result, name, kind);
  return measured === undefined ? "" : times(measured);
}

function times({ median: middle, lowest, highest }: Spread): string {
  return `${figure(middle)} x (${figure(lowest)}-${figure(highest)})`;
}

function spread({ median: middle, lowest, highest }: Spread): string {
  return `${figure(middle)} (${figure(lowest)}-${figure(highest)})`;
}

/** Seconds of training until the goal; how near it came when it did not. */
function goalOf({ trainings }: Measured, goal: number): string {
  if (trainings.length === 0) return "-";
  const ends = trainings.flatMap((curve) => curve.at(-1) ?? []);
  const reached = ends.filter(({ loss }) => loss <= goal);
  if (reached.length < ends.length) {
    const best = Math.min(...trainings.flat().map(({ loss }) => loss));
    return `not in ${Math.max(...ends.map(({ steps }) => steps))} steps (best ${figure(best)})`;
  }
  const seconds = spreadOf(reached.map(({ ms }) => ms / 1000));
  return `${spread(seconds)}, ${figure(median(reached.map(({ steps }) => steps)))} steps`;
}

function profiles({ contenders: all }: WorkloadResult): string[] {
  return all
    .filter(({ profile }) => profile.length > 0)
    .map((measured) => {
      const rows = measured.profile.map(({ name, ms, of, calls }) => [
        of === "step" ? name : `${of}: ${name}`,
        ms.toPrecision(3),
        calls === undefined ? "" : figure(calls),
      ]);
      return `Where a step of ${labelOf(measured)} goes:\n\n${markdownTable(["", "ms a step", "calls"], rows)}`;
    });
}
