/** What an epoch is: the order of its examples, and the batches of it, asked for ahead of the step. */
import { FailedError, InputError } from "../core/errors.js";
import { Random, type RandomState } from "../core/random.js";
import type { Tensors } from "../core/tensor.js";
import type { BatchReader } from "./batch-reader.js";
import type { TrainingData } from "./recipe.js";
import type { CommonSettings } from "./settings.js";

/** Batches that are asked for before they are needed. */
const AHEAD = 2;

/** How large an epoch is: so many examples, each of them so many times. */
export type EpochSize = Pick<TrainingData, "examples" | "passes">;

/**
 * Steps in an epoch. A batch is always full: the tail of the order is left out, and the next shuffle has another tail.
 *
 * @throws InputError when there are fewer examples than one batch needs, however often an epoch goes through them.
 */
export function stepsPerEpoch(
  { examples, passes = 1 }: EpochSize,
  settings: Pick<CommonSettings, "batchSize" | "epochSteps">,
): number {
  if (examples < settings.batchSize) {
    throw new InputError(`${examples} training examples do not fill one batch of ${settings.batchSize}`, {
      next: "Give more data, or lower the batch size: --set batchSize=N.",
    });
  }
  const steps = Math.floor((examples * passes) / settings.batchSize);
  return settings.epochSteps === 0 ? steps : Math.min(steps, settings.epochSteps);
}

/**
 * The order of an epoch: all examples, shuffled, once for each pass. One pass ends before the next begins, so that the
 * tail that fills no batch (always shorter than a pass) leaves no example more than one behind another.
 */
export function epochOrder({ examples, passes = 1 }: EpochSize, random: Random): Uint32Array {
  // As it comes: a second copy of ten million indices is 40 MB.
  if (passes === 1) return random.permutation(examples);
  const order = new Uint32Array(examples * passes);
  for (let pass = 0; pass < passes; pass++) order.set(random.permutation(examples), pass * examples);
  return order;
}

/** The batches of one epoch, from `position` on. */
export class EpochBatches {
  /** The stream after it drew this epoch's order: the next epoch's begins there. */
  readonly after: RandomState;
  readonly #reader: BatchReader;
  readonly #order: Uint32Array;
  readonly #batchSize: number;
  readonly #steps: number;
  readonly #pending: Promise<Tensors>[] = [];
  #asked: number;

  constructor(reader: BatchReader, order: RandomState, position: number, batchSize: number, steps: number) {
    const random = Random.restore(order);
    this.#order = epochOrder(reader.data, random);
    this.after = random.state;
    this.#reader = reader;
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
    const batch = this.#reader.read(indices);
    // It is awaited later, in turn: until then a failure must not count as one that nobody handles.
    batch.catch(() => undefined);
    this.#pending.push(batch);
  }
}
