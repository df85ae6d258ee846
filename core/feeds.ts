/**
 * Checks tensors against a contract, before and after a run. onnxruntime ignores unknown feeds silently and answers a
 * wrong shape with a message about its own internals, so the check is ours and names the input.
 */
import { batch, type Contract, type TensorSpec } from "./contract.js";
import { FailedError, InputError } from "./errors.js";
import type { Tensors } from "./tensor.js";

/** Sizes of the free dimensions of a request, by their names; the one called `batch` among them. */
export type FreeSizes = Readonly<Record<string, number>>;

/**
 * Checks that `feeds` has exactly the contract's inputs, of the right types and shapes, that a free dimension has one size
 * wherever it stands, and that every value lies in the input's range.
 *
 * @returns the sizes of the free dimensions.
 * @throws InputError naming the input (and the element, counted from 0) that is wrong.
 */
export function checkFeeds(contract: Contract, feeds: Tensors): FreeSizes {
  const known = new Set(contract.inputs.map((input) => input.name));
  for (const name of Object.keys(feeds)) {
    if (!known.has(name)) {
      throw new InputError(`${contract.name} has no input "${name}"`, {
        where: { field: name },
        next: `Its inputs are ${[...known].join(", ")}.`,
      });
    }
  }
  const sizes: Record<string, number> = {};
  for (const input of contract.inputs) {
    const tensor = feeds[input.name];
    if (tensor === undefined) {
      throw new InputError(`input "${input.name}" is missing`, { where: { field: input.name }, next: describe(input) });
    }
    if (tensor.type !== input.type || !fitsShape(input, tensor.dims, sizes)) {
      throw new InputError(`got ${tensor.type} [${tensor.dims.join(", ")}]`, {
        where: { field: input.name },
        next: `${describe(input)} ${sameSizes(contract)}`,
      });
    }
    if (tensor.dims[0] === 0) throw new InputError("a batch has at least one row", { where: { field: input.name } });
    checkValues(input, tensor.data);
  }
  return sizes;
}

/**
 * Checks what a graph answered: exactly the promised outputs, shapes and types, and only finite numbers.
 *
 * @param sizes of the request's free dimensions; one that only outputs have may be of any size.
 * @throws FailedError naming the output; a graph that passed verification never does this on a legal input.
 */
export function checkOutputs(contract: Contract, outputs: Tensors, sizes: FreeSizes): void {
  const all = { ...sizes };
  for (const output of contract.outputs) {
    const tensor = outputs[output.name];
    if (tensor === undefined) throw new FailedError(`${contract.name} gave no output "${output.name}"`);
    if (tensor.type !== output.type || !fitsShape(output, tensor.dims, all)) {
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

/** Adds to `sizes` what the free dimensions of this tensor are, where they were not met before. */
function fitsShape(spec: TensorSpec, dims: readonly number[], sizes: Record<string, number>): boolean {
  if (dims.length !== spec.dimensions.length) return false;
  return spec.dimensions.every(({ name, size }, axis) => {
    const given = dims[axis] ?? 0;
    if (size !== null) return given === size;
    sizes[name] ??= given;
    return sizes[name] === given;
  });
}

function sameSizes({ inputs }: Contract): string {
  const others = inputs.flatMap(({ dimensions }) =>
    dimensions.filter(({ name, size }) => size === null && name !== batch.name).map(({ name }) => name),
  );
  const more = [...new Set(others)].map((name) => ` and the same ${name}`);
  return `All inputs have the same batch size${more.join("")}.`;
}

function describe(spec: TensorSpec): string {
  const shape = spec.dimensions.map((d) => (d.size === null ? d.name : `${d.name} = ${d.size}`)).join(", ");
  return `"${spec.name}" is ${spec.type} [${shape}], ${spec.unit}: ${spec.description}`;
}
