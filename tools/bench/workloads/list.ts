/** What is measured. */
import { UsageError } from "../../../core/errors.js";
import type { BenchModelName } from "./job.js";

/** A validation loss to train to. */
export interface Goal {
  readonly loss: number;
  /** Steps between two looks at the validation loss. */
  readonly every: number;
  /** Steps after which a contender gives up. */
  readonly limit: number;
}

/** One piece of work that all contenders do. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly model: BenchModelName;
  readonly preset: string;
  readonly set: readonly string[];
  readonly goal: Goal;
}

/** The plain network, which the peers write too: days as signed logarithms, a GRU, one linear layer. */
export const plainNetwork: readonly string[] = [
  "features=signedLog",
  "units=32",
  "headUnits=0",
  "wide=false",
  "dropout=0.2",
  "weightDecay=0",
];

function trend(batchSize: number, window: number, goal: Goal): Workload {
  return {
    name: `trend-b${batchSize}-l${window}`,
    title: `trend: GRU, 32 units, ${window} days, batch ${batchSize}`,
    model: "trend",
    preset: "best",
    set: [...plainNetwork, `batchSize=${batchSize}`, `window=${window}`, "learningRate=0.002", "epochs=8"],
    goal,
  };
}

/** All workloads. The goals are what Kiln reaches at about half of its steps. */
export const workloads: readonly Workload[] = [
  trend(20, 7, { loss: 0.68, every: 100, limit: 2000 }),
  trend(256, 7, { loss: 0.68, every: 20, limit: 600 }),
  trend(20, 28, { loss: 0.63, every: 100, limit: 2000 }),
  trend(256, 28, { loss: 0.63, every: 20, limit: 600 }),
  {
    name: "faces-wide",
    title: "faces: convolutional VAE of the preset best (32 channels), 64 x 64, batch 64",
    model: "faces",
    preset: "best",
    set: ["batchSize=64", "smallestEpoch=0", "epochs=6", "klWarmup=1"],
    goal: { loss: -28000, every: 42, limit: 1008 },
  },
  {
    name: "faces-narrow",
    title: "faces: convolutional VAE of the preset demo (16 channels), 64 x 64, batch 64",
    model: "faces",
    preset: "demo",
    set: ["batchSize=64", "count=12000", "smallestEpoch=0", "epochs=6", "klWarmup=1"],
    goal: { loss: -28000, every: 42, limit: 1008 },
  },
];

/**
 * Workloads by name; all of them when no name is given. A name also stands for all
 * those that begin with it and a hyphen.
 *
 * @throws UsageError for a name that is none.
 */
export function chooseWorkloads(names: readonly string[]): readonly Workload[] {
  if (names.length === 0) return workloads;
  for (const name of names) {
    if (!workloads.some((workload) => belongs(workload, name))) {
      throw new UsageError(`there is no workload "${name}"`, {
        where: { field: "--only" },
        next: `There are ${workloads.map((workload) => workload.name).join(", ")}.`,
      });
    }
  }
  return workloads.filter((workload) => names.some((name) => belongs(workload, name)));
}

function belongs(workload: Workload, name: string): boolean {
  return workload.name === name || workload.name.startsWith(`${name}-`);
}
