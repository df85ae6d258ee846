/**
 * Runs the pure step. This is the one seam between the loop and how a step is computed: eagerly, one kernel after the
 * other, or captured, as one native call of a recorded graph. The loop sees host numbers only.
 */
import type { Scalar, TensorContainer } from "@tensorflow/tfjs-node";
import type { Tensors } from "../core/tensor.js";
import { capture } from "../trace/capture.js";
import type { TF } from "../trace/tensorflow.js";
import { dispose, download, upload } from "./host-tensors.js";
import type { Step, StepResult, TensorMap, TrainingState } from "./recipe.js";

/** How a step runs; stored with the run, since the bits may differ. */
export type StepMode = "eager" | "captured";

/** The inputs of one step, on the host. */
export interface HostStepInputs {
  readonly batch: Tensors;
  readonly random: Tensors;
  readonly schedules: Readonly<Record<string, number>>;
}

/** Holds the training state and moves it forward. */
export interface Stepper {
  /** One step; gives its metrics. When one of them is no number, the state stays as it was: it shows what went wrong. */
  step(inputs: HostStepInputs): Record<string, number>;
  /** The current weights, still the stepper's: they are valid until the next step. */
  readonly weights: TensorMap;
  /** Copies of the state. */
  snapshot(): { weights: Tensors; optimizer: Tensors };
  dispose(): void;
}

/** A stepper of the given mode, which takes over `state`. */
export function createStepper(tf: TF, step: Step, state: TrainingState, mode: StepMode): Stepper {
  if (mode === "eager") return steppingWith(tf, (...given) => tidyStep(tf, () => step(...given)), state);
  const captured = capture(tf, step);
  return steppingWith(tf, captured, state, () => captured.dispose());
}

function steppingWith(tf: TF, step: Step, state: TrainingState, release: () => void = () => undefined): Stepper {
  let current = state;
  return {
    step(inputs) {
      const given = {
        batch: upload(tf, inputs.batch),
        random: upload(tf, inputs.random),
        schedules: uploadScalars(tf, inputs.schedules),
      };
      const { state: next, metrics } = step(current, given);
      const figures = readScalars(metrics);
      dispose(given.batch, given.random, given.schedules, metrics);
      const diverged = Object.values(figures).some((value) => !Number.isFinite(value));
      const [kept, replaced] = diverged ? [current, next] : [next, current];
      disposeReplaced(replaced, kept);
      current = kept;
      return figures;
    },
    get weights() {
      return current.weights;
    },
    snapshot: () => ({ weights: download(current.weights), optimizer: download(current.optimizer) }),
    dispose: () => {
      dispose(current.weights, current.optimizer);
      release();
    },
  };
}

/** `tf.tidy`, whose types do not know nested records of tensors although it keeps them. */
function tidyStep(tf: TF, run: () => StepResult): StepResult {
  return tf.tidy(() => run() as unknown as TensorContainer) as unknown as StepResult;
}

/** Float32 scalars of a step's schedules. */
export function uploadScalars(tf: TF, values: Readonly<Record<string, number>>): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.scalar(value, "float32")]));
}

/** The numbers of a step's metrics. */
export function readScalars(metrics: TensorMap): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, metric.dataSync()[0] ?? Number.NaN]),
  );
}

/** A step may hand a tensor through unchanged: that one is still in use. */
function disposeReplaced(old: TrainingState, next: TrainingState): void {
  const kept = new Set([...Object.values(next.weights), ...Object.values(next.optimizer)]);
  for (const tensor of [...Object.values(old.weights), ...Object.values(old.optimizer)]) {
    if (!kept.has(tensor)) tensor.dispose();
  }
}
