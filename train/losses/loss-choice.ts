/** Which loss an output is trained with: plain data, so that a model's file can say it anywhere. */

/** What every loss can be told. */
interface Weighing {
  /** How much it counts beside the losses of other outputs; 1 when left out. */
  readonly weight?: number;
}

/** Weights of classes: `balanced` makes all classes count the same, however many examples they have. */
export type ClassWeights = "balanced" | Readonly<Record<string, number>>;

/** Softmax cross-entropy over the labels. */
export interface CrossEntropy extends Weighing {
  readonly kind: "crossEntropy";
  readonly classWeights?: ClassWeights;
  /** Share of the truth that is spread over all classes (Szegedy et al. 2016), 0 to below 1. */
  readonly smoothing?: number;
}

/** Sigmoid cross-entropy of two labels: the network gives one number, the log odds of the second one. */
export interface Binary extends Weighing {
  readonly kind: "binary";
  readonly classWeights?: ClassWeights;
}

/** Half the squared difference up to `delta` standard deviations of the output, beyond it linear (Huber 1964). */
export interface Huber extends Weighing {
  readonly kind: "huber";
  /** In standard deviations of the output; 1 when left out. */
  readonly delta?: number;
}

/** The mean of squared, or of absolute differences, in standard deviations of the output. */
export interface Differences extends Weighing {
  readonly kind: "meanSquared" | "meanAbsolute";
}

/** A loss with its options. */
export type LossSpec = CrossEntropy | Binary | Huber | Differences;

/** The name of a loss, or a loss with its options. */
export type LossChoice = LossSpec["kind"] | LossSpec;

/** A choice with everything said. */
export function lossSpec(choice: LossChoice): LossSpec {
  return typeof choice === "string" ? { kind: choice } : choice;
}
