/**
 * Checks tensors against a contract, before and after a run. onnxruntime ignores unknown feeds silently and answers a
 * wrong shape with a message about its own internals, so the check is ours and names the input.
 */
import type { Contract, TensorSpec } from "./contract.js";
import { FailedError, InputError } from "./errors.js";
import type { Tensors } from "./tensor.js";

/**
 * Checks that `feeds` has exactly the contract's inputs, of the right types and shapes, with one batch size, and that
 * every value lies in the input's range.
 *
 * @returns the batch size.
 * @throws InputError naming the input (and the row, counted from 0) that is wrong.
 */
export function checkFeeds(contract: Contract, feeds: Tensors): number {
  const known = new Set(contract.inputs.map((input) => input.name));
  for (const name of Object.keys(feeds)) {
    if (!known.has(name)) {
      throw new InputError(`${contract.name} has no input "${name}"`, {
        where: { field: name },
        next: `Its inputs are ${[...known].join(", ")}.`,
      });
    }
  }
  let batchSize: number | undefined;
  for (const input of contract.inputs) {
    const tensor = feeds[input.name];
    if (tensor === undefined) {
      throw new InputError(`input "${input.name}" is missing`, { where: { field: input.name }, next: describe(input) });
    }
    const rows = tensor.dims[0] ?? 0;
    batchSize ??= rows;
    if (tensor.type !== input.type || !fitsShape(input, tensor.dims, batchSize)) {
      throw new InputError(`got ${tensor.type} [${tensor.dims.join(", ")}]`, {
        where: { field: input.name },
        next: `${describe(input)} All inputs have the same batch size.`,
      });
    }
    checkValues(input, tensor.data);
  }
  if (batchSize === undefined || batchSize < 1) throw new InputError("a batch has at least one row");
  return batchSize;
}

/**
 * Checks what a graph answered: exactly the promised outputs, shapes and types, and only finite numbers.
 *
 * @throws FailedError naming the output; a graph that passed verification never does this on a legal input.
 */
export function checkOutputs(contract: Contract, outputs: Tensors, batchSize: number): void {
  for (const output of contract.outputs) {
    const tensor = outputs[output.name];
    if (tensor === undefined) throw new FailedError(`${contract.name} gave no output "${output.name}"`);
    if (tensor.type !== output.type || !fitsShape(output, tensor.dims, batchSize)) {
      throw new FailedError(
        `${contract.name}: output "${output.name}" is ${tensor.type} [${tensor.dims.join(", ")}]. ${describe(output)}`,
      );
    }
    const bad = firstNonFinite(tensor.data);
    if (bad !== -1) {
      throw new FailedError(`${contract.name}: output "${output.name}" is ${tensor.data[bad]} at element ${bad}`);
    }
  }
}

function checkValues(input: Contract["inputs"][number], data: ArrayLike<number>): void {
  const { minimum, maximum } = input.range ?? { minimum: -Infinity, maximum: Infinity };
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value)) {
      throw new InputError(`element ${i} is ${value}, and only finite numbers are allowed`, {
        where: { field: input.name },
      });
    }
    if (value < minimum || value > maximum) {
      throw new InputError(`element ${i} is ${value}, outside ${minimum} to ${maximum} (${input.unit})`, {
        where: { field: input.name },
      });
    }
  }
}

/** Nought times a finite number is nought: four sums of that take half of the time of asking of each. */
function firstNonFinite(data: ArrayLike<number>): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += (data[i] as number) * 0;
    b += (data[i + 1] as number) * 0;
    c += (data[i + 2] as number) * 0;
    d += (data[i + 3] as number) * 0;
  }
  for (let i = whole; i < data.length; i++) a += (data[i] as number) * 0;
  if (a + b + c + d === 0) return -1;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}

function fitsShape(spec: TensorSpec, dims: readonly number[], batchSize: number): boolean {
  return (
    dims.length === spec.dimensions.length &&
    spec.dimensions.every((dimension, axis) => dims[axis] === (dimension.size ?? batchSize))
  );
}

function describe(spec: TensorSpec): string {
  const shape = spec.dimensions.map((d) => (d.size === null ? d.name : `${d.name} = ${d.size}`)).join(", ");
  return `"${spec.name}" is ${spec.type} [${shape}], ${spec.unit}: ${spec.description}`;
}
