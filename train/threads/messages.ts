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

/** Milliseconds that the steps took, and the processor time of the process so far. */
export interface TrialTimes {
  readonly ms: number;
  readonly cpuMs: number;
}

/** What a trial is asked, one at a time. */
export interface TrialCalls {
  /** Load TensorFlow with so many threads and get ready. */
  open: { readonly given: { readonly threads: number; readonly work: TrialWork }; readonly answer: TrialTimes };
  /** So many steps. */
  steps: { readonly given: { readonly count: number }; readonly answer: TrialTimes };
}
