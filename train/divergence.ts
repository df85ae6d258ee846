/** What a training says when it diverges: where the numbers broke, what was large before, and how to go on. */
import { FailedError } from "../core/errors.js";
import type { Tensors } from "../core/tensor.js";

/** What is known about the step at which a figure, or a weight, stopped being a number. */
export interface Divergence {
  /** `loss became NaN at step 22`. */
  readonly what: string;
  readonly schedules: Readonly<Record<string, number>>;
  /** Figures of that step, and of the one before it when there was one. */
  readonly figures: Readonly<Record<string, number>>;
  readonly before: Readonly<Record<string, number>> | null;
  /** The state that the step began with (or, found in a checkpoint that was to be written, the one it left). */
  readonly weights: Tensors;
  readonly optimizer: Tensors;
  readonly model: string;
  readonly run: string;
  /** The newest checkpoint on the disk, or null. */
  readonly checkpoint: { readonly file: string; readonly step: number } | null;
  readonly learningRate: number;
}

/** As many names as fit a line. */
const LISTED = 3;

/** The error: its first line says what broke and when, the others what was large and what to do. */
export function divergenceError(divergence: Divergence): FailedError {
  const { what, schedules } = divergence;
  const at = listed(schedules);
  return new FailedError(`${what}${at === "" ? "" : ` (${at})`}`, {
    next: [...figureLines(divergence), ...tensorLines(divergence), howToGoOn(divergence)].join("\n"),
  });
}

function figureLines({ figures, before }: Divergence): string[] {
  const now = Object.keys(figures).length === 0 ? [] : [`That step: ${listed(figures)}.`];
  const label = now.length === 0 ? "Last figures" : "The step before";
  return before === null ? now : [...now, `${label}: ${listed(before)}.`];
}

function tensorLines({ weights, optimizer }: Divergence): string[] {
  // Slots of gradients are means of them: "mean/<weight>" (Adam), "velocity/<weight>" (SGD).
  const gradients = Object.entries(optimizer).flatMap(([name, tensor]) => {
    const weight = /^(?:mean|velocity)\/(.+)$/.exec(name)?.[1];
    return weight === undefined ? [] : [[weight, tensor] as const];
  });
  return [
    ...sized("weights", Object.entries(weights)),
    ...sized("gradients, as the optimizer averages them", gradients),
  ];
}

/** Those that are no numbers any more, or else the largest. */
function sized(of: string, tensors: readonly (readonly [string, Tensors[string]])[]): string[] {
  const measured = tensors.map(([name, { data }]) => ({ name, of: data.length, ...measure(data) }));
  const broken = measured.filter(({ bad }) => bad > 0);
  if (broken.length > 0) {
    const names = broken.slice(0, LISTED).map(({ name, bad, of }) => `${name} (${bad} of ${of} numbers)`);
    const rest = broken.length > LISTED ? ` and ${broken.length - LISTED} more` : "";
    return [`No numbers any more among the ${of}: ${names.join(", ")}${rest}.`];
  }
  const largest = measured.sort((a, b) => b.largest - a.largest).slice(0, LISTED);
  if (largest.length === 0) return [];
  return [`Largest ${of}: ${largest.map(({ name, largest }) => `${name} ${shown(largest)}`).join(", ")}.`];
}

function measure(data: ArrayLike<number>): { bad: number; largest: number } {
  let [bad, largest] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i] ?? 0);
    if (!Number.isFinite(size)) bad++;
    else if (size > largest) largest = size;
  }
  return { bad, largest };
}

function howToGoOn({ checkpoint, model, run, learningRate }: Divergence): string {
  if (checkpoint === null) {
    return "No checkpoint had been written yet: start again with a lower --set learningRate.";
  }
  const lower = Number((learningRate / 10).toPrecision(3));
  return [
    `The last good checkpoint is kept: step ${checkpoint.step}, ${checkpoint.file}`,
    `Go on from it at a lower rate: kiln train ${model} --resume ${run} --set learningRate=${lower}`,
  ].join("\n");
}

function listed(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
