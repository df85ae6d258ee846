/** Asks a recipe for batches, and holds both sides to the contract of `TrainingData`. */
import { FailedError } from "../core/errors.js";
import type { Tensor, Tensors } from "../core/tensor.js";
import type { TrainingData } from "./recipe.js";

/**
 * The one way to a recipe's `batch`. A recipe reads a typed array at the indices that it is given, where an index past
 * the end is no error but example 0: so no such index gets there, and no batch of another form gets back.
 */
export class BatchReader {
  readonly data: TrainingData;
  /** Each tensor of the first batch by name, as "float32 [64, 64, 3]" without the rows; undefined before it. */
  #form: ReadonlyMap<string, string> | undefined;

  /** @throws FailedError when the number of examples or passes is not a whole one, or there are none. */
  constructor(data: TrainingData) {
    const { examples, passes = 1 } = data;
    if (!Number.isSafeInteger(examples) || examples < 1) {
      throw new FailedError(`a recipe's data must say how many examples there are, and say ${examples}`);
    }
    if (!Number.isSafeInteger(passes) || passes < 1) {
      throw new FailedError(`an epoch goes through its examples a whole number of times, not ${passes}`);
    }
    this.data = data;
  }

  /**
   * The examples at `indices`, stacked.
   *
   * @throws FailedError naming an index that is not below the number of examples; or the tensor that does not have a row
   * for each index, is missing, is one too many, or has another type or shape than in the first batch.
   */
  async read(indices: Uint32Array): Promise<Tensors> {
    const { examples } = this.data;
    for (const index of indices) {
      if (index >= examples) {
        throw new FailedError(`example ${index} was asked for, and there are ${examples}, counted from 0`);
      }
    }
    const batch = await this.data.batch(indices);
    const form = new Map<string, string>();
    for (const [name, tensor] of Object.entries(batch)) {
      const [rows] = tensor.dims;
      if (rows !== indices.length) throw wrong(`has ${rows ?? "no"} rows for ${indices.length} examples`, name);
      form.set(name, formOf(tensor));
    }
    this.#form ??= form;
    refuseOther(form, this.#form);
    return batch;
  }
}

function formOf({ type, dims }: Tensor): string {
  return `${type} [${dims.slice(1).join(", ")}]`;
}

/** A step is recorded for the tensors of the first batch: others would be another step. */
function refuseOther(form: ReadonlyMap<string, string>, first: ReadonlyMap<string, string>): void {
  for (const [name, before] of first) {
    const now = form.get(name);
    if (now === undefined) throw wrong("is missing, and was in the first batch", name);
    if (now !== before) throw wrong(`is ${now} an example, and was ${before} in the first batch`, name);
  }
  for (const name of form.keys()) if (!first.has(name)) throw wrong("was not in the first batch", name);
}

function wrong(what: string, name: string): FailedError {
  return new FailedError(`the recipe's batch is not as it must be: "${name}" ${what}`, {
    next: 'Every batch has the same tensors, with a row for each index: see "TrainingData" in train/recipe.ts.',
  });
}
