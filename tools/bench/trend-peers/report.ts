/** The comparison with trees as data and as Markdown. */
import type { Interval } from "../../../models/trend/metrics/bootstrap.js";
import { markdownTable } from "../report/format.js";
import type { Machine } from "../report/machine.js";
import type { Figures, Lead, Mean } from "./differences.js";

/** One question, cut one way. */
export interface TaskResult {
  readonly label: string;
  readonly window: number;
  readonly cut: "shared" | "leak-free";
  /** Countries that are asked about. */
  readonly countries: number;
  readonly learnt: number;
  readonly tested: number;
  readonly rnn: Figures;
  /** Trees that learn from the network's own rows, weekdays included. */
  readonly treesAll: Figures;
  /** Trees of the shared protocol: the tested countries' windows, without weekdays. */
  readonly treesFew: Figures;
  /** On the network's rows; it has no seed. */
  readonly logistic: Figures;
  readonly overTreesAll: Lead;
  readonly overTreesFew: Lead;
}

/** The whole result. */
export interface PeersResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly machine: Machine;
  /** Whether it was tested inside the days that are learnt from. */
  readonly tuning: boolean;
  readonly seeds: readonly number[];
  /** Of the network; label and window are the tasks'. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly tasks: readonly TaskResult[];
}

/** The report. */
export function peersMarkdown({ created, seeds, tuning, tasks }: PeersResult): string {
  const contenders = [
    ["RNN, all countries", (task: TaskResult) => task.rnn],
    ["trees, the RNN's rows, weekdays", (task: TaskResult) => task.treesAll],
    ["trees, tested countries", (task: TaskResult) => task.treesFew],
    ["logistic, the RNN's rows", (task: TaskResult) => task.logistic],
  ] as const;
  const scores = tasks.flatMap((task) =>
    contenders.map(([name, of]) => [
      ...titleOf(task),
      name,
      mean(of(task).auc),
      mean(of(task).mcc),
      of(task).ensembleAuc.toFixed(3),
      of(task).ensembleMcc.toFixed(3),
    ]),
  );
  const leads = tasks.flatMap((task) =>
    [
      ["trees, the RNN's rows, weekdays", task.overTreesAll] as const,
      ["trees, tested countries", task.overTreesFew] as const,
    ].map(([name, lead]) => [
      ...titleOf(task),
      name,
      ...[lead.auc, lead.mcc, lead.ensembleAuc, lead.ensembleMcc].map(interval),
    ]),
  );
  const what = ["label", "L", "cut"];
  return `# trend and its peers

${created}, seeds ${seeds.join(", ")}. Means over seeds, standard deviation in brackets; an ensemble is the mean probability of
all seeds.${tuning ? " Tested inside the days that are learnt from, to choose settings by." : ""}

${markdownTable([...what, "contender", "AUC", "MCC", "ensemble AUC", "ensemble MCC"], scores)}

The RNN less a contender, with the 95 % interval of resampled countries; **bold** where it lies above 0.

${markdownTable([...what, "RNN less", "AUC", "MCC", "ensemble AUC", "ensemble MCC"], leads)}
`;
}

function titleOf({ label, window, cut }: TaskResult): string[] {
  return [label, String(window), cut];
}

function mean({ mean: value, sd }: Mean): string {
  return `${value.toFixed(3)} (${sd.toFixed(3)})`;
}

function interval({ estimate, low, high }: Interval): string {
  if (low === null || high === null) return signed(estimate);
  const text = `${signed(estimate)} [${signed(low)}, ${signed(high)}]`;
  return low > 0 ? `**${text}**` : text;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}
