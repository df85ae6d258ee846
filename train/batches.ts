/** The order of examples in an epoch, and the batches of it, asked for ahead of the step. */
import { FailedError, InputError } from "../core/errors.js";
import { Random, type RandomState } from "../core/random.js";
import type { Tensors } from "../core/tensor.js";
import type { TrainingData } from "./recipe.js";
import type { CommonSettings } from "./settings.js";

/** Batches that are asked for before they are needed. */
const AHEAD = 2;

/**
 * Steps in an epoch. A batch is always full: the tail of the order is left out, and the next shuffle has another tail.
 *
 * @throws InputError when there are fewer examples than one batch needs.
 */
export function stepsPerEpoch(examples: number, settings: Pick<CommonSettings, "batchSize" | "epochSteps">): number {
  const steps = Math.floor(examples / settings.batchSize);
  if (steps === 0) {
    throw new InputError(`${examples} training examples do not fill one batch of ${settings.batchSize}`, {
      next: "Give more data, or lower the batch size: --set batchSize=N.",
    });
  }
  return settings.epochSteps === 0 ? steps : Math.min(steps, settings.epochSteps);
}

/** The batches of one epoch, from `position` on. */
export class EpochBatches {
  /** The stream after it drew this epoch's order: the next epoch's begins there. */
  readonly after: RandomState;
  readonly #data: TrainingData;
  readonly #order: Uint32Array;
  readonly #batchSize: number;
  readonly #steps: number;
  readonly #pending: Promise<Tensors>[] = [];
  #asked: number;

  constructor(data: TrainingData, order: RandomState, position: number, batchSize: number, steps: number) {
    const random = Random.restore(order);
    this.#order = random.permutation(data.examples);
    this.after = random.state;
    this.#data = data;
    this.#batchSize = batchSize;
    this.#steps = steps;
    this.#asked = position;
  }

  /** The next batch; the ones after it are already being made. */
  async next(): Promise<Tensors> {
    while (this.#pending.length <= AHEAD && this.#asked < this.#steps) this.#ask();
    const batch = this.#pending.shift();
    if (batch === undefined) throw new FailedError("asked for a batch after the last one of the epoch");
    return batch;
  }

  #ask(): void {
    const from = this.#asked * this.#batchSize;
    const indices = this.#order.slice(from, from + this.#batchSize);
    this.#asked += 1;
    const batch = Promise.resolve().then(() => this.#data.batch(indices));
    // It is awaited later, in turn: until then a failure must not count as one that nobody handles.
    batch.catch(() => undefined);
    this.#pending.push(batch);
  }
}
