/** Where the time of one of Kiln's steps goes: the same calls as in train/stepper.ts, with a clock between them. */
import type { TensorContainer } from "@tensorflow/tfjs-node";
import type { Tensors } from "../../../core/tensor.js";
import { capture } from "../../../trace/capture.js";
import type { TF } from "../../../trace/tensorflow.js";
import { dispose, upload } from "../../../train/host-tensors.js";
import type { Step, StepResult, TrainingState } from "../../../train/recipe.js";
import { readScalars, type StepMode, uploadScalars } from "../../../train/stepper.js";
import type { Part } from "./messages.js";

/** What to take apart. The state is taken over. */
export interface Profiled {
  readonly step: Step;
  readonly mode: StepMode;
  readonly state: TrainingState;
  readonly batches: readonly Tensors[];
  draw(): Tensors;
  schedules(): Readonly<Record<string, number>>;
  readonly count: number;
}

/** Milliseconds of each part of a step, means over `count` steps. */
export function profileStep(tf: TF, profiled: Profiled): Part[] {
  const { step, mode, batches, count } = profiled;
  const captured = mode === "captured" ? capture(tf, step) : undefined;
  const run = captured ?? eagerly(tf, step);
  const sums = new Map<string, number>();
  let mark = performance.now();
  const lap = (name: string) => {
    const now = performance.now();
    sums.set(name, (sums.get(name) ?? 0) + now - mark);
    mark = now;
  };
  let { state } = profiled;
  for (let i = -3; i < count; i++) {
    if (i === 0) sums.clear(); // the first steps record the graph and warm up
    mark = performance.now();
    const drawn = profiled.draw();
    const schedules = profiled.schedules();
    lap("random numbers and schedules");
    const batch = batches[(i + batches.length) % batches.length] as Tensors;
    const given = {
      batch: upload(tf, batch),
      random: upload(tf, drawn),
      schedules: uploadScalars(tf, schedules),
    };
    lap("inputs to TensorFlow");
    const { state: next, metrics } = run(state, given);
    lap(mode === "captured" ? "native call" : "operations");
    readScalars(metrics);
    lap("metrics from TensorFlow");
    dispose(given.batch, given.random, given.schedules, metrics, state.weights, state.optimizer);
    lap("giving memory back");
    state = next;
  }
  dispose(state.weights, state.optimizer);
  captured?.dispose();
  return [...sums].map(([name, total]) => ({ name, ms: total / count, of: "step" }));
}

function eagerly(tf: TF, step: Step): Step {
  return (...given) => tf.tidy(() => step(...given) as unknown as TensorContainer) as unknown as StepResult;
}
