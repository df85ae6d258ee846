/** What a recurrent cell is to the network: weights, and one step of a state that no step before it has touched. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import type { Random, Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";

/** State tensors of a cell, each [batch, units]; the first one is what the cell puts out. */
export type CellState = readonly [Tensor2D, ...Tensor2D[]];

/**
 * A recurrent cell. The input's part of all gates is projected for all days by one matrix product, so a step only does the
 * state's part: one matrix product for all gates. Kernel calls are what costs time here, not arithmetic.
 */
export interface Cell {
  /** Gates in `kernel`, side by side: [features, units * gates]. */
  readonly gates: number;
  /** Weights by name: `kernel`, `recurrent`, `bias`. */
  initialize(random: Random, features: number, units: number): Tensors;
  /**
   * The state after one day.
   *
   * @param projected the day's input times `kernel` plus `bias`, [batch, units * gates].
   * @param state null on the first day, which stands for zeros: a tensor of zeros would have to know the batch size.
   */
  step(tf: TF, weights: TensorMap, projected: Tensor2D, state: CellState | null): CellState;
}
