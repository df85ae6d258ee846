/** What Kiln promises of its speed, and whether a measurement keeps it. */
import type { ContenderName } from "../contenders/list.js";
import type { WorkloadResult } from "../measure/measure.js";
import { ratios, type Spread } from "../measure/statistics.js";
import type { TurnKind } from "../measure/turn.js";

/** One promise: in these workloads, Kiln is so many times as fast as a contender. */
export interface Target {
  readonly workloads: readonly string[];
  readonly against: ContenderName;
  readonly kind: TurnKind;
  readonly atLeast: number;
}

/** The promises. */
export const targets: readonly Target[] = [
  {
    workloads: ["trend-b20-l7", "trend-b256-l7", "trend-b20-l28", "trend-b256-l28"],
    against: "pytorch",
    kind: "steps",
    atLeast: 1.5,
  },
  { workloads: ["trend-b20-l7", "trend-b20-l28"], against: "layers", kind: "steps", atLeast: 20 },
  { workloads: ["faces-wide"], against: "pytorch", kind: "steps", atLeast: 1.5 },
  { workloads: ["faces-wide"], against: "pytorch", kind: "train", atLeast: 1.3 },
];

/** A promise beside what was measured. */
export interface Verdict extends Omit<Target, "workloads"> {
  readonly workload: string;
  readonly measured: Spread;
  /** By the median. */
  readonly kept: boolean;
}

/** The promises on which these results say something. */
export function verdictsOn(results: readonly WorkloadResult[]): Verdict[] {
  return results.flatMap((result) =>
    targets.flatMap(({ workloads, against, kind, atLeast }): Verdict[] => {
      const measured = workloads.includes(result.workload.name) ? comparison(result, against, kind) : undefined;
      if (measured === undefined) return [];
      return [{ workload: result.workload.name, against, kind, atLeast, measured, kept: measured.median >= atLeast }];
    }),
  );
}

/** How many times as long a contender took as Kiln; undefined when one of them did not take part. */
export function comparison(result: WorkloadResult, against: ContenderName, kind: TurnKind): Spread | undefined {
  const ours = result.contenders.find(({ name }) => name === "kiln")?.ms[kind] ?? [];
  const theirs = result.contenders.find(({ name }) => name === against)?.ms[kind] ?? [];
  return ours.length === 0 || theirs.length === 0 ? undefined : ratios(theirs, ours);
}
