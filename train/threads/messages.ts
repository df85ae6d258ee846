/** What a trial of a thread count is told, and what it answers. Both ways by Node's IPC, which carries typed arrays. */
import type { Tensors } from "../../core/tensor.js";
import type { StepMode } from "../stepper.js";

/** The step to try: the run's own, on the run's own examples. */
export interface TrialWork {
  /** The config that lists the model. */
  readonly config: string;
  readonly model: string;
  /** The recipe's settings, all of them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly mode: StepMode;
  /** The run's first batches, taken in turn. */
  readonly batches: readonly Tensors[];
  readonly stepsPerEpoch: number;
}

/** Questions, one at a time. */
export type TrialRequest =
  /** Load TensorFlow with so many threads and get ready. */
  | { readonly do: "open"; readonly threads: number; readonly work: TrialWork }
  /** So many steps. */
  | { readonly do: "steps"; readonly count: number };

/** `ms` is what the steps took, `cpuMs` the processor time of the process so far. `error`: it could not be done. */
export interface TrialAnswer {
  readonly ms: number;
  readonly cpuMs: number;
  readonly error?: string;
}
