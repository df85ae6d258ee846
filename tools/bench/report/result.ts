/** What `npm run bench -- train` writes as JSON. */
import type { WorkloadResult } from "../measure/measure.js";
import type { Machine } from "./machine.js";
import type { Verdict } from "./targets.js";

/** How quiet the machine was. */
export interface Disturbance {
  /** Load averages over one minute. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Measurements; those that were repeated because others used the processor; those that count although they did. */
  readonly turns: number;
  readonly repeated: number;
  readonly disturbed: number;
  /** The largest share of the processor that others took in one that counts. */
  readonly worstShare: number;
}

/** The whole result. */
export interface BenchResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly disturbance: Disturbance;
  readonly verdicts: readonly Verdict[];
  readonly workloads: readonly WorkloadResult[];
}
